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

  /** @param {Record<string, string>} more sentences that came later */
  learn(more) {
    Object.assign(this.#words, more);
  }

  /** @param {string} key */
  has(key) {
    return key in this.#words;
  }

  /** @param {string} key where it stands in the list */
  place(key) {
    return Object.keys(this.#words).indexOf(key);
  }

  /**
   * Whether a sentence has a place for this value.
   * @param {string} key
   * @param {string} value
   */
  names(key, value) {
    return (this.#words[key] ?? "").includes(`{${value}}`);
  }

  /** @param {string[]} names "Ana, Francisco, and Brianna", as the language joins them */
  list(names) {
    return this.#list.format(names);
  }
}
