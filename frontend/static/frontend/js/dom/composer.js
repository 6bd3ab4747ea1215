/** The place to write: new words, an answer, or a change to a message. */

import { find, need, setText, showText } from "./page.js";
import { Photos } from "./photos.js";
import { drawSecond } from "./second.js";

const NEAR_LIMIT = 500;

/**
 * @typedef {object} Options
 * @property {import("../words.js").Words} words
 * @property {import("../drafts.js").Drafts} drafts
 * @property {number} limit
 * @property {(text: string, reply: number | null, sure: boolean, files: FileInfo[]) => void} onSay
 * @property {(target: number, text: string, sure: boolean) => Promise<unknown>} onChange rejected with a Refusal
 * @property {import("../people.js").People} people
 * @property {() => void} onTyping
 * @property {(seq: number) => string} about what is said of a message above the words that answer it
 */

export class Composer {
  /** @type {number | null} */
  #reply = null;
  /** @type {number | null} */
  #edit = null;
  /** What was being written when a change to an earlier message came between. */
  #aside = "";
  /** Why nothing new can be said now; a change to what was said can be made all the same. */
  #wait = "";
  /** A message waits for its photos. */
  #going = false;
  #form;
  #text;
  #button;
  #photos;
  #options;

  /**
   * @param {HTMLFormElement} form
   * @param {Options} options
   */
  constructor(form, options) {
    this.#form = form;
    this.#options = options;
    this.#text = /** @type {HTMLTextAreaElement} */ (need("textarea", form));
    this.#button = /** @type {HTMLButtonElement} */ (need(".pen [type=submit]", form));
    this.#photos = new Photos(form, options.words, (sentence) => this.error(sentence));
    // The browser would cut what is pasted without a word; we say instead that it is too long.
    this.#text.removeAttribute("maxlength");
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("click", (event) => this.#click(event));
    this.#text.addEventListener("input", () => this.#input());
    this.#begin();
  }

  /** What is there already (from the server, or typed before we came), or else what was left unfinished last time. */
  #begin() {
    const changed = this.#form.action.match(/\/(\d+)\/edit\/$/);
    const answered = /** @type {HTMLInputElement} */ (need("[name=reply_to]", this.#form)).value;
    const draft = changed || answered || this.#text.value ? null : this.#options.drafts.load();
    this.#edit = changed ? Number(changed[1]) : draft?.edit ?? null;
    this.#reply = answered ? Number(answered) : draft?.reply ?? null;
    if (draft) this.#text.value = draft.text;
    this.#show();
  }

  /** @param {number} seq */
  answer(seq) {
    if (this.#edit !== null) this.#reset();
    this.#reply = seq;
    this.#show();
    this.#text.focus();
  }

  /**
   * @param {number} seq
   * @param {string} text
   */
  change(seq, text) {
    if (this.#edit === null) this.#aside = this.#text.value;
    this.#reply = null;
    this.#edit = seq;
    this.#text.value = text;
    this.#show();
    this.#text.focus();
  }

  /**
   * Words that were to be sent come back, in front of what is being written.
   * @param {string} text
   * @param {number | null} reply
   * @param {FileInfo[]} [files]
   */
  again(text, reply, files = []) {
    if (this.#edit !== null) this.#reset();
    this.#reply = reply ?? this.#reply;
    this.#text.value = [text, this.#text.value.trim()].filter(Boolean).join("\n");
    this.#photos.back(files);
    this.#show();
    this.#text.focus();
  }

  /** @param {string} sentence why nothing new can be said now, or nothing when it can */
  wait(sentence) {
    this.#wait = sentence;
    this.#pause();
  }

  #pause() {
    const waits = this.#edit === null ? this.#wait : "";
    this.#button.disabled = Boolean(waits);
    showText(find("#pace", this.#form), waits);
  }

  /** @param {string} sentence */
  error(sentence) {
    setText(need("#composer-error", this.#form), sentence);
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (this.#edit === null && this.#wait) return this.#text.focus();
    const files = await this.#filesToGo();
    if (!files) return;
    const { limit, words, onSay, onChange } = this.#options;
    const text = this.#text.value.trim();
    const over = text.length - limit;
    if (over > 0) return this.error(words.say("too_long", { count: over }));
    if (!text && !files.length) return this.#text.focus();
    this.error("");
    const sure = event.submitter?.getAttribute("name") === "sure";
    this.#think(null);
    if (this.#edit === null) {
      onSay(text, this.#reply, sure, files);
      this.#photos.clear();
      return this.#reset();
    }
    this.#button.disabled = true;
    try {
      await onChange(this.#edit, text, sure);
      this.#reset();
    } catch (why) {
      const refusal = /** @type {Refusal} */ (why);
      this.error(refusal.message || words.say("unavailable"));
      if (refusal.code === "second_thought") this.#think(refusal);
    }
    this.#pause();
  }

  /** @returns {Promise<FileInfo[] | null>} the photos that go along; null while they cannot */
  async #filesToGo() {
    if (this.#edit !== null) return [];
    if (this.#going) return null;
    this.#going = true;
    const files = await this.#photos.ready();
    this.#going = false;
    return files;
  }

  /** @param {Refusal | null} thought what to think over before a change is sent */
  #think(thought) {
    const panel = need("#second", this.#form);
    drawSecond(panel, thought, this.#options);
    if (thought) panel.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape" && !need("#second", this.#form).hidden) return this.#rethink();
    if (event.key === "Escape" && (this.#reply ?? this.#edit) !== null) this.#cancel();
    if (event.key !== "Enter" || event.target !== this.#text || event.isComposing) return;
    // On a touch screen there is no easy Shift: Enter is a new line there, and the button sends.
    const sends = event.ctrlKey || event.metaKey || (!event.shiftKey && matchMedia("(pointer: fine)").matches);
    if (!sends) return;
    event.preventDefault();
    this.#button.click();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const starter = /** @type {HTMLElement | null} */ (target.closest("[data-starter]"));
    if (starter) {
      event.preventDefault();
      starter.closest("details")?.removeAttribute("open");
      const before = this.#text.value.trim();
      this.#text.value = [before, starter.dataset.starter].filter(Boolean).join("\n");
      this.#input();
      this.#text.focus();
    } else if (target.closest("#second [data-act=change]")) {
      this.#rethink();
    } else if (target.closest(".cancel")) {
      event.preventDefault();
      this.#cancel();
      this.#text.focus();
    }
  }

  /** The words are still there to be changed. */
  #rethink() {
    this.#think(null);
    this.error("");
    this.#text.focus();
  }

  /** Words that were to be an answer are still words; a change that is not wanted is gone. */
  #cancel() {
    if (this.#edit === null) this.#aside = this.#text.value;
    this.#reset();
  }

  #input() {
    this.error("");
    if (this.#text.value.trim()) this.#options.onTyping();
    this.#keep();
    this.#fit();
  }

  #keep() {
    this.#options.drafts.save({ text: this.#text.value, reply: this.#reply, edit: this.#edit });
  }

  #reset() {
    if (location.search) history.replaceState(null, "", location.pathname);
    this.#reply = this.#edit = null;
    this.#text.value = this.#aside;
    this.#aside = "";
    this.error("");
    this.#think(null);
    this.#show();
  }

  #show() {
    const { words, about } = this.#options;
    const replying = need("#replying", this.#form);
    const target = this.#edit ?? this.#reply;
    replying.hidden = target === null;
    setText(need(".grow", replying), this.#edit !== null ? words.say("editing") : target === null ? "" : about(target));
    setText(this.#button, words.say(this.#edit === null ? "send" : "save"));
    this.#pause();
    this.#keep();
    this.#fit();
  }

  #fit() {
    const { words, limit } = this.#options;
    const left = limit - this.#text.value.trim().length;
    const count = find("#count", this.#form);
    showText(count, left >= NEAR_LIMIT ? "" : words.say(left < 0 ? "too_long" : "chars_left", { count: Math.abs(left) }));
    count?.classList.toggle("over", left < 0);
    if (CSS.supports("field-sizing", "content")) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}
