/** How long to stay away after a lost connection. Full jitter, so that a restart is not met by everybody at once. */

const SHORTEST = 1_000;
const LONGEST = 30_000;
const GROWTH = 1.6;
const LATER = 5_000;

export class Backoff {
  #failures = 0;
  #random;

  /** @param {() => number} random */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /** The connection has held for a while: the next loss starts from the short end again. */
  settle() {
    this.#failures = 0;
  }

  /**
   * Milliseconds until the next try.
   * @param {AfterClose} after
   * @param {number} wait seconds that the server asked for
   */
  next(after, wait = 0) {
    const reach = Math.min(LONGEST, SHORTEST * GROWTH ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 8);
    const floor = Math.max(wait * 1000, after === "later" ? LATER : 0);
    return Math.round(floor + this.#random() * reach);
  }
}
