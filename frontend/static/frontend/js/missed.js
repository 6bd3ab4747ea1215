/** What is for me alone is told once, and not again: a page whose line was down asks for it when the line is up. */

const REACH = 3_000; // milliseconds over which pages that come back together ask

/**
 * @typedef {[id: string, state: string]} Piece
 */

/** Asks once each time that the line is up, a little later, so that a restart is not met by everybody at once. */
export class Missed {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #ask;
  #random;

  /**
   * @param {() => unknown} ask
   * @param {() => number} random
   */
  constructor(ask, random = Math.random) {
    this.#ask = ask;
    this.#random = random;
  }

  /** The line is up again. */
  up() {
    this.#timer ??= setTimeout(() => this.now(), this.#random() * REACH);
  }

  /** The line is down, or the room is not ours any more: there is nobody to ask. */
  down() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** It is known that there is something. */
  now() {
    this.down();
    this.#ask();
  }
}

/**
 * What to put in and what to take out, where the answer may be older than what has come meanwhile.
 *
 * @param {Piece[]} before what the page showed when it asked
 * @param {Piece[]} now what it shows
 * @param {Piece[]} told the answer
 * @returns {{come: string[], gone: string[]}}
 */
export function difference(before, now, told) {
  const was = new Map(before);
  const is = new Map(now);
  const stays = new Set(told.map(([id]) => id));
  return {
    come: told.filter(([id, state]) => was.get(id) === is.get(id) && state !== is.get(id)).map(([id]) => id),
    gone: now.filter(([id, state]) => was.get(id) === state && !stays.has(id)).map(([id]) => id),
  };
}
