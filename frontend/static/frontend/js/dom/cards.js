/** A list of rooms that lives: the last words of each, how many are new, who is there. */

import { People } from "../people.js";
import { Presence } from "../presence.js";
import { Timeline } from "../timeline.js";
import { wordless } from "./item.js";
import { find, setText, showText } from "./page.js";

const WORDS = 160;
const TOO_FAR = 500;

/**
 * @typedef {object} Card
 * @property {HTMLElement} item
 * @property {Timeline} timeline
 * @property {Presence} presence
 * @property {People} people
 * @property {number} old unread when the page was drawn
 * @property {number} head where the room was then
 * @property {Set<number>} fresh what others have said since, not yet seen
 */

export class Cards {
  /** @type {Map<string, Card>} */
  #cards = new Map();
  #page;
  #send;

  /**
   * @param {import("./page.js").Page} page
   * @param {(frame: ClientFrame) => void} send
   */
  constructor(page, send) {
    this.#page = page;
    this.#send = send;
    for (const { id, head, unread } of page.data.rooms) {
      const item = find(`[data-room="${id}"]:not(body)`);
      if (!item) continue;
      const people = new People([], null, page.words);
      this.#cards.set(id, { item, people, head, old: unread, fresh: new Set(), timeline: new Timeline(head), presence: new Presence() });
    }
  }

  /** @param {ServerFrame} frame */
  receive(frame) {
    if (frame.t === "welcome") return this.#welcome(frame.rooms);
    if (frame.t === "pong") return Object.entries(frame.heads).forEach(([id, head]) => this.#catchUp(id, head));
    const card = "room" in frame && frame.room ? this.#cards.get(frame.room) : undefined;
    if (!card || !("room" in frame)) return;
    if (frame.t === "left") this.#left(card);
    else if (frame.t === "events") this.#events(card, frame);
    else if (card.presence.apply(frame)) {
      if (frame.t === "seen" && card.people.me && frame.upto[card.people.me]) this.#seen(card, frame.upto[card.people.me]);
      this.#draw(card);
    }
  }

  /** Nobody can be said to be here while the line is down. */
  offline() {
    for (const card of this.#cards.values()) {
      card.presence.unknown();
      this.#draw(card);
    }
  }

  /** @param {RoomFrame[]} rooms */
  #welcome(rooms) {
    const known = rooms.filter(({ id, head }) => head - (this.#cards.get(id)?.timeline.have ?? -Infinity) < TOO_FAR);
    // Another room, one less, or a long absence: a fresh page is right, and less to load than all that happened.
    if (this.#page.data.room === null && (known.length !== rooms.length || known.length !== this.#cards.size)) return this.#reload();
    for (const room of known) {
      const card = /** @type {Card} */ (this.#cards.get(room.id));
      card.people.me = room.me;
      card.people.welcome(room.members);
      card.presence.welcome(room);
      this.#resume(room.id);
      this.#draw(card);
    }
  }

  /** @param {Card} card */
  #left({ item }) {
    item.remove();
    if (this.#page.data.room === null) location.reload();
  }

  /** Once only: a page that is wrong right after it was loaded would be wrong again. */
  #reload() {
    if (performance.now() > 10_000) location.reload();
  }

  /**
   * @param {string} id
   * @param {number} head
   */
  #catchUp(id, head) {
    if (head > (this.#cards.get(id)?.timeline.have ?? Infinity)) this.#resume(id);
  }

  /** @param {string} room */
  #resume(room) {
    const card = this.#cards.get(room);
    // The room whose page this is follows itself.
    if (card && room !== this.#page.data.room) this.#send({ t: "resume", room, after: card.timeline.have, here: false });
  }

  /**
   * @param {Card} card
   * @param {EventsFrame} frame
   */
  #events(card, frame) {
    card.people.apply(frame.events);
    card.timeline.receive(frame);
    for (const { kind, seq, author } of frame.events) {
      if (kind === "message" && author !== card.people.me && seq > card.head) card.fresh.add(seq);
    }
    if (card.timeline.gap) this.#resume(frame.room);
    this.#draw(card);
  }

  /**
   * @param {Card} card
   * @param {number} upto
   */
  #seen(card, upto) {
    if (upto >= card.head) card.old = 0;
    for (const seq of card.fresh) if (seq <= upto) card.fresh.delete(seq);
  }

  /** @param {Card} card */
  #draw({ item, timeline, presence, people, old, fresh }) {
    const { words, when } = this.#page;
    const unread = old + fresh.size;
    showText(find(".unread", item), unread ? words.say(unread === 1 ? "unread_one" : "unread_many", { count: unread }) : "");
    const here = people.othersAmong(presence.here);
    const spot = find(".here", item);
    if (spot) setText(spot, here.length ? words.say(here.length === 1 ? "here_one" : "here_many", { names: words.list(here) }) : "");
    const count = here.length;
    showText(find(".here-count", item), count ? words.say(count === 1 ? "here_count_one" : "here_count_many", { count }) : "");
    const last = timeline.lines().filter(({ kind }) => kind === "message").pop();
    if (last) drawLast(item, last, people, words, when);
  }
}

/**
 * @param {HTMLElement} item
 * @param {Line} line
 * @param {People} people
 * @param {import("../words.js").Words} words
 * @param {import("../when.js").When} when
 */
function drawLast(item, line, people, words, when) {
  const { author, text, at } = line;
  const last = find(".last", item);
  const time = /** @type {HTMLTimeElement | null} */ (find("time.when", item));
  if (!last) return;
  let [name, said] = [find(".name", last), find(".words", last)];
  if (!name || !said) {
    name = document.createElement("b");
    name.className = "name";
    said = document.createElement("span");
    said.className = "words";
    last.replaceChildren(name, " ", said);
  }
  const shown = text ?? wordless(line, { words, when, people }, "last_retracted");
  setText(name, `${author === people.me ? words.say("you") : people.nameOf(author ?? "")}:`);
  setText(said, shown.length > WORDS ? `${shown.slice(0, WORDS - 1)}…` : shown);
  if (!time) return;
  time.dateTime = at;
  setText(time, when.time(at));
}
