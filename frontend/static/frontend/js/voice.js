/** What a member does in a room: says, answers, changes, takes back, reacts. */

import { Composer } from "./dom/composer.js";
import { addHeld, hearHeld, showHelp } from "./dom/held.js";
import { closeMenusFromOutside, listenToMenus } from "./dom/menu.js";
import { find, need, storage } from "./dom/page.js";
import { drawWaiting, listenToWaiting } from "./dom/waiting.js";
import { Drafts } from "./drafts.js";
import { Outbox, uuid } from "./outbox.js";
import { TypingSender } from "./typing.js";

/** @typedef {import("./room.js").Room} Room */

/**
 * Whoever may only read has no place to write, and no voice.
 * @param {import("./dom/page.js").Page} page
 * @param {Room} room
 */
export function giveVoice(page, room) {
  const form = /** @type {HTMLFormElement | null} */ (find("#composer"));
  if (form) new Voice(page, room, form);
}

class Voice {
  #page;
  #room;
  #outbox;
  #composer;
  #drafts;
  #typing = new TypingSender();

  /**
   * @param {import("./dom/page.js").Page} page
   * @param {Room} room
   * @param {HTMLFormElement} form
   */
  constructor(page, room, form) {
    this.#page = page;
    this.#room = room;
    const list = need("#waiting");
    this.#drafts = new Drafts(storage("sessionStorage"), room.me);
    this.#outbox = new Outbox({
      owner: room.me,
      storage: storage("localStorage"),
      send: (command) => this.#ask(command),
      onChange: () => drawWaiting(list, this.#outbox, page),
      onSent: (entry, ack) => this.#sent(entry, ack),
      onSlow: (wait, entries) => this.#slowed(wait, entries),
    });
    this.#composer = new Composer(form, {
      words: page.words,
      drafts: this.#drafts,
      limit: page.data.limits.message_chars,
      onTyping: () => this.#type(),
      onSay: (text, reply_to, sure, files) => this.#say(text, reply_to, sure, files),
      onChange: (target, text, sure) => this.#edit(target, text, sure),
      people: page.people,
      about: (seq) => this.#about(seq),
    });
    this.#listen(list, form);
    if (!room.scene.staff) room.slow.onWait = (sentence) => this.#composer.wait(sentence);
    room.slow.draw();
    drawWaiting(list, this.#outbox, page);
  }

  /**
   * @param {HTMLElement} list
   * @param {HTMLFormElement} form
   */
  #listen(list, form) {
    const { timeline, mayChange } = this.#room.scene;
    listenToMenus(need("#log"), {
      mayChange: (seq) => {
        const line = timeline.line(seq);
        return line !== null && mayChange(line);
      },
      reply: (seq) => this.#composer.answer(seq),
      edit: (seq) => this.#composer.change(seq, timeline.line(seq)?.text ?? ""),
      retract: (seq) => this.#retract(seq),
      react: (seq, emoji) => this.#react(seq, emoji),
    });
    closeMenusFromOutside();
    listenToWaiting(list, this.#outbox, ({ text, reply_to, files }) => this.#composer.again(text, reply_to, files));
    addEventListener("storage", ({ key }) => {
      if (key === this.#outbox.key || key === null) this.#outbox.refresh();
    });
    this.#room.listeners.onHeld = (frame) => hearHeld(frame, this.#page);
    this.#room.listeners.onState = (state) => {
      if (state === "online") this.#outbox.flush();
    };
    this.#room.listeners.onStop = () => {
      this.#outbox.clear();
      this.#drafts.clear();
      form.remove();
    };
  }

  /**
   * @param {Command} command
   * @returns {Promise<AckFrame>}
   */
  #ask(command) {
    return this.#room.socket?.request(command) ?? Promise.reject({ code: "offline", retry: true, message: "" });
  }

  /**
   * @param {number} target
   * @param {string} text
   * @param {boolean} sure
   */
  async #edit(target, text, sure) {
    const id = uuid();
    const ack = await this.#ask({ t: "edit", id, room: this.#room.id, target, text, ...(sure ? { sure } : {}) });
    showHelp(ack);
    if (ack.held) addHeld({ id, text }, this.#page, "held_change");
  }

  /** @param {Command} command one whose refusal is told at the place to write */
  #attempt(command) {
    this.#composer.error("");
    this.#ask(command).catch(({ message }) => this.#composer.error(message || this.#page.words.say("unavailable")));
  }

  #type() {
    const { socket, id, scene } = this.#room;
    if (!scene.staff && this.#typing.due(Date.now())) socket?.send({ t: "typing", room: id });
  }

  /**
   * @param {string} text
   * @param {number | null} reply_to
   * @param {boolean} sure
   * @param {FileInfo[]} files
   */
  #say(text, reply_to, sure, files) {
    this.#typing.reset();
    const more = { ...(sure ? { sure } : {}), ...(files.length ? { files } : {}) };
    this.#outbox.add({ id: uuid(), room: this.#room.id, text, reply_to, at: new Date().toISOString(), ...more });
    this.#room.spoke();
  }

  /**
   * The words move from what waits to the conversation in one step, whether the event or the ack comes first.
   * @param {OutboxEntry} entry
   * @param {AckFrame} ack
   */
  #sent(entry, ack) {
    const { scene, me, frozen } = this.#room;
    const { text, reply_to, files } = entry;
    const { seq, at } = ack;
    showHelp(ack);
    if (seq === undefined) return addHeld(entry, this.#page);
    if (frozen) {
      history.replaceState(null, "", `${location.pathname}#m${seq}`);
      return location.reload();
    }
    const event = { seq, kind: "message", author: me, at, text: text || undefined, reply_to: reply_to ?? undefined, files };
    if (!scene.timeline.line(seq)) this.#room.draw(scene.timeline.fold([event]));
  }

  /**
   * Too soon: what was to go out is written on until the time has come, as one message.
   * @param {number} wait seconds
   * @param {OutboxEntry[]} entries
   */
  #slowed(wait, entries) {
    const text = entries.map((entry) => entry.text).join("\n");
    const files = entries.flatMap((entry) => entry.files ?? []);
    if (text || files.length) this.#composer.again(text, entries[0].reply_to, files);
    this.#room.slow.refused(wait);
  }

  /** @param {number} target */
  #retract(target) {
    if (!confirm(this.#page.words.say("confirm_retract"))) return;
    this.#attempt({ t: "retract", id: uuid(), room: this.#room.id, target });
  }

  /**
   * @param {number} target
   * @param {string} emoji
   */
  #react(target, emoji) {
    const { scene, me, id } = this.#room;
    const given = scene.timeline.line(target)?.reactions.some(([one, members]) => one === emoji && members.includes(me));
    this.#attempt({ t: "react", id: uuid(), room: id, target, emoji, on: !given });
  }

  /** @param {number} seq */
  #about(seq) {
    const { scene, me } = this.#room;
    const line = scene.timeline.line(seq);
    const name = scene.people.nameOf(line?.author ?? "");
    const whom = this.#page.words.say(line?.author === me ? "reply_mine" : "reply_to", { name });
    return line?.text ? `${whom}: ${line.text}` : whom;
  }
}
