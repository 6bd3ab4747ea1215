/** Sentences from the server's list, with names and numbers put in. */

export class Words {
  #words;
  #list;

  /**
   * @param {Record<string, string>} words
   * @param {string} language
   */
  constructor(words, language) {
    this.#words = words;
    this.#list = new Intl.ListFormat(language, { type: "conjunction" });
  }

  /**
   * @param {string} key
   * @param {Record<string, string | number>} values
   */
  say(key, values = {}) {
    return (this.#words[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  }

  /** @param {string} key */
  has(key) {
    return key in this.#words;
  }

  /** @param {string[]} names "Ana, Francisco, and Brianna", as the language joins them */
  list(names) {
    return this.#list.format(names);
  }
}
