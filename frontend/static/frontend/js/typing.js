/** Who is writing: when to tell the others, and whom to show. */

const TELL_EVERY = 3_000;
const SHOWN_FOR = 5_000;

export class TypingSender {
  #last = -Infinity;

  /**
   * Whether this keystroke is worth a frame.
   * @param {number} now
   */
  due(now) {
    if (now - this.#last < TELL_EVERY) return false;
    this.#last = now;
    return true;
  }

  /** After sending, the next word starts anew. */
  reset() {
    this.#last = -Infinity;
  }
}

export class TypingBoard {
  /** @type {Map<string, number>} member to the moment until which they are shown */
  #until = new Map();

  /**
   * @param {string} member
   * @param {number} now
   */
  note(member, now) {
    this.#until.set(member, now + SHOWN_FOR);
  }

  /** @param {string} member their words have come, or they are gone */
  drop(member) {
    this.#until.delete(member);
  }

  /**
   * @param {number} now
   * @returns {string[]} longest at it first
   */
  shown(now) {
    for (const [member, until] of this.#until) if (until <= now) this.#until.delete(member);
    return [...this.#until.keys()];
  }

  /**
   * Milliseconds until `shown` changes by itself, or null.
   * @param {number} now
   */
  next(now) {
    const ends = [...this.#until.values()];
    return ends.length ? Math.max(0, Math.min(...ends) - now) : null;
  }
}
