/** Chance that repeats itself, so that a failing run can be run again, and a storage without a browser. */

/** @param {number} seed */
export function randomFrom(seed) {
  let state = seed * 2654435761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * @template T
 * @param {T[]} items
 * @param {() => number} random
 */
export const pick = (items, random) => items[Math.floor(random() * items.length)];

/**
 * @template T
 * @param {T[]} items
 * @param {() => number} random
 */
export function shuffled(items, random) {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other], copy[last]];
  }
  return copy;
}

/** @implements {Storage} */
export class FakeStorage {
  /** @type {Map<string, string>} */
  #items = new Map();
  /** Set to make every write fail, as a full or private-mode browser does. */
  full = false;

  get length() {
    return this.#items.size;
  }

  /** @param {number} index */
  key(index) {
    return [...this.#items.keys()][index] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    if (this.full) throw new Error("QuotaExceededError");
    this.#items.set(key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.#items.delete(key);
  }

  clear() {
    this.#items.clear();
  }
}

/** Time that moves when told to. It stands in for the timers and the clock of the runtime until `restore`. */
export class FakeClock {
  now = Date.UTC(2026, 10, 17, 12);
  /** @type {Map<number, {at: number, run: () => void}>} */
  #timers = new Map();
  #last = 0;
  #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };

  constructor() {
    Object.assign(globalThis, {
      setTimeout: (/** @type {() => void} */ run, /** @type {number} */ delay) => {
        this.#timers.set(++this.#last, { at: this.now + delay, run });
        return this.#last;
      },
      clearTimeout: (/** @type {number} */ id) => this.#timers.delete(id),
    });
    Date.now = () => this.now;
  }

  /** @param {number} milliseconds */
  async pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].run();
    }
    this.now = end;
  }

  restore() {
    const { setTimeout, clearTimeout, now } = this.#real;
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = now;
  }
}

/** Let everything that waits for a promise go on. */
export async function settle() {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}
