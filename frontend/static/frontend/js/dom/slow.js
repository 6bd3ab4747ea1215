/** A slow room: what is said of it, and from when its reader may write again. */

import { find, showText } from "./page.js";

const LONGEST = 86_400_000;
const MINUTE = 60_000;

export class Slow {
  /** Seconds between two messages as the server's row has them; 0 in a room that is not slow. */
  pace;
  /** @type {(sentence: string) => void} told why nothing new can be said now, or nothing when it can */
  onWait = () => {};
  #page;
  #now;
  #until;
  #again;
  /** When the reader wrote last, as far as this page saw it. */
  #last = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Pick<import("./page.js").Page, "data" | "words" | "when">} page
   * @param {() => number} now the server's clock
   */
  constructor(page, now) {
    const { pace, slow } = page.data;
    this.#page = page;
    this.#now = now;
    this.pace = pace;
    this.#until = slow ? Date.parse(slow.until) : 0;
    this.#again = slow?.again ? Date.parse(slow.again) : 0;
  }

  /** @param {Extract<ServerFrame, { t: "slow" }>} frame */
  hear({ every, until }) {
    this.pace = every;
    this.#until = until ? Date.parse(until) : 0;
    this.#again = this.#last + every * 1000;
    this.draw();
  }

  /** @param {string} at when the reader wrote */
  spoke(at) {
    this.#last = Math.max(this.#last, Date.parse(at));
    this.#again = Math.max(this.#again, this.#last + this.pace * 1000);
    if (this.pace) this.draw();
  }

  /** @param {number} wait seconds that the server asks for */
  refused(wait) {
    this.#again = this.#now() + wait * 1000;
    this.draw();
  }

  draw() {
    clearTimeout(this.#timer);
    const now = this.#now();
    const slow = this.pace > 0 && now < this.#until;
    const again = Math.min(this.#again, this.#until);
    const waits = slow && now < again;
    showText(find("#slow"), slow ? this.#say(`slow_${this.pace}`, this.#until) : "");
    // Seconds are not told; a time that was rounded down would be too soon.
    this.onWait(waits ? this.#say("slow_again", Math.ceil(again / MINUTE) * MINUTE) : "");
    if (slow) this.#timer = setTimeout(() => this.draw(), Math.min((waits ? again : this.#until) - now, LONGEST));
  }

  /**
   * @param {string} key
   * @param {number} at
   */
  #say(key, at) {
    const { words, when } = this.#page;
    return words.say(key, { time: when.until(new Date(at).toISOString(), new Date(this.#now())) });
  }
}
