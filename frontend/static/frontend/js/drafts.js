/**
 * Words not yet sent, kept through a reload. The key is the membership, which belongs to one person in one room,
 * so that a draft can cross neither rooms nor people who share a device.
 */

export const PREFIX = "draft:";

export class Drafts {
  #storage;
  #key;

  /**
   * @param {Storage | null} storage
   * @param {string} member
   */
  constructor(storage, member) {
    this.#storage = storage;
    this.#key = PREFIX + member;
  }

  /** @returns {Draft | null} */
  load() {
    try {
      const draft = JSON.parse(this.#storage?.getItem(this.#key) ?? "null");
      return typeof draft?.text === "string" ? draft : null;
    } catch {
      return null;
    }
  }

  /** @param {Draft} draft */
  save(draft) {
    try {
      if (draft.text) this.#storage?.setItem(this.#key, JSON.stringify(draft));
      else this.clear();
    } catch {
      // A full or forbidden storage costs the safety of a reload, not the writing itself.
    }
  }

  clear() {
    this.#storage?.removeItem(this.#key);
  }
}
