/** A room that lives: what the socket says goes to the timeline, and from there to the page. */

import { connect } from "./dom/connect.js";
import { Log } from "./dom/log.js";
import { find, need } from "./dom/page.js";
import { Scroll } from "./dom/scroll.js";
import { Slow } from "./dom/slow.js";
import { Banner, drawTyping, drawWho } from "./dom/status.js";
import { uuid } from "./outbox.js";
import { Presence } from "./presence.js";
import { ReadCursor } from "./reading.js";
import { Timeline } from "./timeline.js";
import { TypingBoard } from "./typing.js";

const TOO_FAR = 500;
const ASK_AGAIN = 3_000;
const SETTLED = 5_000;

/** @typedef {{onFrame?: (frame: ServerFrame) => void, onState?: (state: Connection) => void, onStop?: () => void, onHeld?: (frame: Extract<ServerFrame, {t: "held"}>) => void}} Listeners */

export class Room {
  /** @type {Listeners} */
  listeners = {};
  #page;
  #log;
  #scroll;
  #banner;
  #reading;
  #typing = new TypingBoard();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typingTimer;
  /** @type {string | null} the page of history on its way */
  #ref = null;
  #askedAt = 0;
  /** Clocks of phones are often wrong. */
  #skew = 0;
  /** All that was shown has been seen: what comes next while nobody looks is new, and gets the mark. */
  #away = !find("#unread-mark");
  /** An address with ?before shows an older stretch: what is new does not belong below it. */
  frozen = new URLSearchParams(location.search).has("before");

  /** @param {import("./dom/page.js").Page} page */
  constructor(page) {
    const { data } = page;
    this.#page = page;
    this.id = data.room ?? "";
    this.me = data.me ?? "";
    this.scene = {
      ...page, timeline: new Timeline(data.head), presence: new Presence(), canWrite: data.can_write, staff: data.staff,
      mayChange: (/** @type {Line} */ { author, retracted, item, at }) =>
        author === data.me && !retracted && !item && Date.now() + this.#skew - Date.parse(at) < data.edit_seconds * 1000,
    };
    this.slow = new Slow(page, () => Date.now() + this.#skew);
    const list = need("#log");
    this.#log = new Log(list, this.scene);
    this.#reading = new ReadCursor(data.read, (upto) => this.#tellRead(upto));
    this.#scroll = new Scroll(list, find("#jump"), () => this.#look());
    this.#banner = new Banner(page.words);
    this.#listenForOlder(list);
    document.addEventListener("visibilitychange", () => this.#look());
  }

  start() {
    this.#scroll.start();
    this.socket = connect(this.#page, this.#banner, {
      onFrame: (frame) => this.#receive(frame),
      onState: (state) => this.#connection(state),
    });
  }

  /** @param {ServerFrame} frame */
  #receive(frame) {
    if (frame.t === "welcome") this.#welcome(frame);
    else if (frame.t === "pong") this.#askFrom(frame.heads[this.id] ?? 0);
    else if (frame.t === "error" && frame.ref === this.#ref) this.#ref = null;
    else if ("room" in frame && frame.room === this.id) this.#hear(frame);
    this.listeners.onFrame?.(frame);
  }

  /** @param {WelcomeFrame} frame */
  #welcome({ at, rooms }) {
    const room = rooms.find(({ id }) => id === this.id);
    const { timeline, presence, people, canWrite } = this.scene;
    this.#skew = Date.parse(at) - Date.now();
    if (!room || room.can_write !== canWrite) return this.#reload(!room);
    if (room.pace !== this.slow.pace && performance.now() > SETTLED) return location.reload();
    this.slow.draw();
    // After a long absence a fresh page is less to load than all that was said.
    if (room.head - timeline.have > TOO_FAR && performance.now() > SETTLED) return location.reload();
    people.welcome(room.members);
    presence.welcome(room);
    this.#ref = null;
    this.#resume();
    this.#log.drawAll(".mine");
    drawWho(this.scene);
    this.#reading.again();
  }

  /** @param {ServerFrame} frame about this room */
  #hear(frame) {
    const { timeline, presence, people } = this.scene;
    if (frame.t === "events") {
      presence.follow(frame.events);
      if (people.apply(frame.events)) this.#renamed();
      for (const { author } of frame.events) this.#typing.drop(author ?? "");
      this.#showTyping();
      this.draw(timeline.receive(frame));
      for (const { author, kind, at } of frame.events) if (author === this.me && kind === "message") this.slow.spoke(at);
      if (timeline.gap) this.#resume();
    } else if (frame.t === "page" && frame.ref === this.#ref) this.#older(frame);
    else if (frame.t === "typing") {
      this.#typing.note(frame.member, Date.now());
      this.#showTyping();
    } else if (frame.t === "slow") this.slow.hear(frame);
    else if (frame.t === "held") this.listeners.onHeld?.(frame);
    else if (frame.t === "left") this.stop(`left_${frame.code}`);
    else if (frame.t === "error" && frame.code === "not_found" && !frame.id && !frame.ref) this.#reload(true);
    else if (frame.t === "you" && frame.can_write !== this.scene.canWrite) location.reload();
    else if (presence.apply(frame)) {
      if (frame.t === "seen") this.#log.drawAll(".mine");
      else drawWho(this.scene);
    }
  }

  /**
   * @param {Iterable<number>} seqs lines that have changed or come
   */
  draw(seqs) {
    const last = this.#log.last;
    const drawn = [...seqs].filter((seq) => !this.frozen || seq <= last);
    const come = drawn.filter((seq) => !this.#log.item(seq));
    const draw = () => this.#log.draw(drawn);
    const looked = this.#looking;
    this.#scroll.during(() => (come.length ? draw() : this.#log.quietly(draw)));
    const news = come.filter((seq) => this.scene.timeline.line(seq)?.author !== this.me);
    if (news.length && !looked && !this.scene.staff) {
      if (this.#away) this.#log.markUnread(Math.min(...news));
      this.#away = false;
      this.#scroll.offerJump();
    }
    this.#look();
  }

  /** I have spoken: what was new is not any more, and I want to see my words. */
  spoke() {
    this.#log.markUnread(null);
    this.#away = true;
    this.#scroll.toEnd();
  }

  /**
   * This room is not ours to see any more: nothing of it stays in the page.
   * @param {string} key of the sentence that says so
   */
  stop(key) {
    this.#log.clear();
    this.socket?.stop();
    this.listeners.onStop?.();
    drawTyping([], this.scene.words);
    for (const about of document.querySelectorAll("#page-data, #who-line, #observed, .about, aside")) about.remove();
    this.#banner.say(key);
  }

  /**
   * Our part has changed, and the server knows how the page looks now. A page that was wrong right after it came would
   * be wrong again, so that one only stops.
   * @param {boolean} lost whether what is shown must go at once
   */
  #reload(lost) {
    if (lost) this.#log.clear();
    this.socket?.stop();
    this.#banner.say("stopped");
    if (performance.now() > SETTLED) location.reload();
  }

  /** @param {Connection} state */
  #connection(state) {
    if (state !== "online") {
      this.scene.presence.unknown();
      drawWho(this.scene);
    }
    this.listeners.onState?.(state);
  }

  #renamed() {
    this.#log.drawAll(".line");
    drawWho(this.scene);
  }

  /** @param {number} head how far the server is */
  #askFrom(head) {
    if (head > this.scene.timeline.have && Date.now() - this.#askedAt > ASK_AGAIN) this.#resume();
  }

  #resume() {
    this.#askedAt = Date.now();
    this.socket?.send({ t: "resume", room: this.id, after: this.scene.timeline.have });
  }

  #showTyping() {
    clearTimeout(this.#typingTimer);
    drawTyping(this.scene.people.othersAmong(this.#typing.shown(Date.now())), this.scene.words);
    const next = this.#typing.next(Date.now());
    if (next !== null) this.#typingTimer = setTimeout(() => this.#showTyping(), next);
  }

  get #looking() {
    return document.visibilityState === "visible" && this.#scroll.atEnd && !this.frozen;
  }

  #look() {
    this.#reading.update(this.#looking && !this.scene.staff, this.scene.timeline.have);
  }

  /** @param {number} upto */
  #tellRead(upto) {
    this.#away = true;
    return this.socket?.send({ t: "read", room: this.id, upto }) ?? false;
  }

  /** @param {HTMLElement} list */
  #listenForOlder(list) {
    const older = find("#older", list);
    older?.addEventListener("click", (event) => {
      if (this.#askOlder()) event.preventDefault();
    });
    if (!older || !("IntersectionObserver" in window)) return;
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#askOlder(), { root: list }).observe(older);
  }

  #askOlder() {
    if (this.#ref) return true;
    const ref = uuid();
    const asked = this.socket?.send({ t: "history", ref, room: this.id, before: this.#log.first }) ?? false;
    if (asked) this.#ref = ref;
    return asked;
  }

  /** @param {PageFrame} page */
  #older({ events, more }) {
    this.#ref = null;
    this.scene.people.remember(events);
    const seqs = this.scene.timeline.fold(events);
    this.#scroll.during(() => this.#log.quietly(() => {
      this.#log.draw(seqs);
      if (!more) find("#older")?.closest("li")?.remove();
    }));
  }
}
