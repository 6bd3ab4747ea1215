/** The read mark: told once the newest line has really been before the reader's eyes for a moment. */

const MOMENT = 1_000;

export class ReadCursor {
  #told;
  #tell;
  #looking = false;
  #upto = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {number} read what the server knows already
   * @param {(upto: number) => boolean} tell whether it went out
   */
  constructor(read, tell) {
    this.#told = read;
    this.#tell = tell;
  }

  /**
   * @param {boolean} looking the page is visible and its last line in view
   * @param {number} upto the seq of what is shown
   */
  update(looking, upto) {
    this.#looking = looking;
    this.#upto = upto;
    if (!looking) clearTimeout(this.#timer);
    if (!looking || upto <= this.#told) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), MOMENT);
  }

  /** The connection is back: tell what could not be told. */
  again() {
    this.update(this.#looking, this.#upto);
  }

  #now() {
    if (this.#tell(this.#upto)) this.#told = this.#upto;
  }
}
