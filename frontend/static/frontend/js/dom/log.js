/** The conversation in the page: one `li` a line in order of seq, a heading where a day begins. */

import { lineFrom } from "./adopt.js";
import { drawLine, drawNote } from "./line.js";
import { copyOf, find, need, setText } from "./page.js";
import { listenToPictures } from "./pictures.js";

/** @typedef {import("./line.js").Scene} Scene */

const READ_OUT = 500;

export class Log {
  #list;
  #scene;
  /** @type {Map<number, HTMLElement>} */
  #items = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quiet;

  /**
   * @param {HTMLElement} list
   * @param {Scene} scene
   */
  constructor(list, scene) {
    this.#list = list;
    this.#scene = scene;
    for (const li of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("li[data-seq]"))) {
      this.#items.set(Number(li.dataset.seq), li);
      if (li.classList.contains("line")) scene.timeline.adopt(lineFrom(li, scene.people, scene.words.say("erased")));
    }
    find(".plain-only", list)?.remove();
    listenToPictures(list, scene.words);
  }

  get first() {
    return Math.min(...this.#items.keys());
  }

  get last() {
    return Math.max(0, ...this.#items.keys());
  }

  /** @param {number} seq */
  item(seq) {
    return this.#items.get(seq);
  }

  /**
   * Draw these lines, and the answers that quote them, as the timeline tells them now.
   * @param {Iterable<number>} seqs
   */
  draw(seqs) {
    for (const seq of [...seqs].sort((a, b) => a - b)) {
      const line = this.#scene.timeline.line(seq);
      if (!line) continue;
      const li = this.#items.get(seq) ?? this.#make(line);
      if (line.kind === "message") drawLine(li, line, this.#scene);
      else drawNote(li, line, this.#scene);
      for (const quote of this.#list.querySelectorAll(`.reply-quote[href="#m${seq}"]`)) this.#drawAgain(quote);
    }
  }

  /**
   * Names or read marks have changed: all of these may look different.
   * @param {".line" | ".mine"} which
   */
  drawAll(which) {
    this.quietly(() => {
      for (const li of this.#list.querySelectorAll(which)) this.#drawAgain(li);
    });
  }

  /** @param {Element} inside */
  #drawAgain(inside) {
    const li = /** @type {HTMLElement} */ (inside.closest("li"));
    const line = this.#scene.timeline.line(Number(li.dataset.seq));
    if (line) drawLine(li, line, this.#scene);
  }

  /**
   * Change the log without a screen reader reading the change out.
   * @param {() => void} change
   */
  quietly(change) {
    const region = this.#list.closest("[role=log]");
    region?.setAttribute("aria-live", "off");
    change();
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => region?.removeAttribute("aria-live"), READ_OUT);
  }

  /**
   * Mark where the new lines begin, or that there are none.
   * @param {number | null} seq
   */
  markUnread(seq) {
    find("#unread-mark", this.#list)?.remove();
    if (seq !== null) this.#items.get(seq)?.before(copyOf("unread-template"));
  }

  /** Nothing of what was said stays in the page. */
  clear() {
    this.#items.clear();
    this.#list.replaceChildren();
  }

  /** @param {Line} line */
  #make({ seq, kind, author, at }) {
    const li = copyOf(kind === "message" ? "line-template" : "note-template");
    li.id = `m${seq}`;
    Object.assign(li.dataset, { seq, at, ...(kind === "message" ? { author } : {}) });
    for (const empty of this.#list.querySelectorAll(".note:not([data-seq])")) empty.remove();
    const next = this.#after(seq);
    const mark = next?.previousElementSibling?.id === "unread-mark" ? next.previousElementSibling : null;
    this.#list.insertBefore(li, mark ?? next);
    this.#items.set(seq, li);
    this.#headDay(li);
    if (next) this.#headDay(next);
    return li;
  }

  /**
   * The first line that comes after this one; most lines come last, so the search starts there.
   * @param {number} seq
   */
  #after(seq) {
    let next = null;
    for (let li = this.#list.lastElementChild; li; li = li.previousElementSibling) {
      const there = Number(/** @type {HTMLElement} */ (li).dataset.seq);
      if (there > seq) next = /** @type {HTMLElement} */ (li);
      else if (there) break;
    }
    return next;
  }

  /**
   * Give a line a day's heading if the line before it is of another day, and take away one that it need not have.
   * @param {HTMLElement} li
   */
  #headDay(li) {
    const { when } = this.#scene;
    const at = li.dataset.at ?? "";
    const key = when.dayKey(at);
    let heading = null;
    let before = li.previousElementSibling;
    while (before instanceof HTMLElement && !before.dataset.seq && !before.classList.contains("older")) {
      if (before.dataset.day) heading = before;
      before = before.previousElementSibling;
    }
    const known = before instanceof HTMLElement ? before.dataset.at : undefined;
    if (known && when.dayKey(known) === key) return heading?.remove();
    heading = heading ?? copyOf("day-template");
    heading.dataset.day = key;
    setText(heading, when.day(at));
    if (heading.parentNode !== this.#list) (find("#unread-mark + *", this.#list) === li ? need("#unread-mark") : li).before(heading);
  }
}
