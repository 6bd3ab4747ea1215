/** The way to photos. What makes them ready is fetched when somebody first chooses one. */

import { find, storage } from "./page.js";

/** @typedef {import("./tray.js").Tray} Tray */

export class Photos {
  /** @type {Promise<Tray> | null} */
  #tray = null;
  #form;
  #words;
  #tell;
  #mark = `photos:${location.pathname}`;

  /**
   * @param {HTMLFormElement} form
   * @param {import("../words.js").Words} words
   * @param {(sentence: string) => void} tell
   */
  constructor(form, words, tell) {
    this.#form = form;
    this.#words = words;
    this.#tell = tell;
    const input = /** @type {HTMLInputElement | null} */ (find("#add-photo input", form));
    if (!input) return;
    // Browser code sends them itself: the form's own way would send them a second time.
    input.removeAttribute("name");
    input.addEventListener("change", () => this.#chosen(input));
    // The page was reloaded: pictures cannot be kept for that, and we say so.
    if (storage("sessionStorage")?.getItem(this.#mark)) tell(words.say("photo_lost"));
    this.#note(false);
  }

  /** @returns {Promise<FileInfo[] | null>} null while they cannot go */
  async ready() {
    const tray = await this.#tray;
    if (!tray?.count) return [];
    this.#tell(this.#words.say("photo_wait"));
    const files = await tray.ready();
    this.#tell(files ? "" : this.#words.say("photo_failed"));
    return files;
  }

  /** @param {FileInfo[]} files that come back from a message that did not go out */
  async back(files) {
    if (files.length) (await this.#open()).back(files);
  }

  async clear() {
    this.#note(false);
    (await this.#tray)?.clear();
  }

  /** @param {HTMLInputElement} input */
  async #chosen(input) {
    const files = [...(input.files ?? [])];
    input.value = "";
    this.#note(files.length > 0);
    const all = (await this.#open()).add(files);
    this.#tell(all ? "" : this.#words.say("photo_many"));
  }

  #open() {
    this.#tray ??= this.#load();
    return this.#tray;
  }

  async #load() {
    const { Tray } = await import("./tray.js");
    return new Tray(this.#form, this.#words);
  }

  /** @param {boolean} some */
  #note(some) {
    const kept = storage("sessionStorage");
    if (some) kept?.setItem(this.#mark, "1");
    else kept?.removeItem(this.#mark);
  }
}
