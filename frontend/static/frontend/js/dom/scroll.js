/** Keeps the reader's place: at the end when they are at the end, and on the line they look at when they are not. */

const NEAR = 48;

export class Scroll {
  #box;
  #jump;
  #onMove;
  #atEnd = true;

  /**
   * @param {HTMLElement} box the element that scrolls
   * @param {HTMLElement | null} jump takes the reader to what is new
   * @param {() => void} onMove
   */
  constructor(box, jump, onMove) {
    this.#box = box;
    this.#jump = jump;
    this.#onMove = onMove;
    box.addEventListener("scroll", () => this.#moved(), { passive: true });
    jump?.addEventListener("click", (event) => {
      event.preventDefault();
      this.#toNew();
    });
    // The keyboard of a phone and a growing text box make the log smaller; who was at the end stays there.
    if ("ResizeObserver" in window) new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(box);
  }

  /** Where to begin: at an address within the page, at what is new, or at the end. */
  start() {
    const mark = this.#box.querySelector("#unread-mark");
    if (location.hash.startsWith("#m") && document.getElementById(location.hash.slice(1))) this.#moved();
    else if (mark) mark.scrollIntoView({ block: "start" });
    else this.toEnd();
    this.#moved();
  }

  get atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd() {
    this.#box.scrollTop = this.#box.scrollHeight;
  }

  /**
   * Change what is in the log and leave the reader where they are.
   * @param {() => void} change
   */
  during(change) {
    const atEnd = this.atEnd;
    const top = this.#box.getBoundingClientRect().top;
    const seen = [...this.#box.children].find((item) => item.getBoundingClientRect().bottom > top && item.matches("[data-seq]"));
    const before = seen?.getBoundingClientRect().top ?? 0;
    change();
    if (atEnd) this.toEnd();
    else if (seen?.isConnected) this.#box.scrollTop += seen.getBoundingClientRect().top - before;
    this.#moved();
  }

  /** Something new stands below what the reader sees. */
  offerJump() {
    if (this.#jump) this.#jump.hidden = this.atEnd;
  }

  #toNew() {
    const mark = this.#box.querySelector("#unread-mark");
    const below = mark && mark.getBoundingClientRect().top > this.#box.getBoundingClientRect().bottom;
    if (below) mark.scrollIntoView({ block: "start" });
    else this.toEnd();
    if (this.#jump) this.#jump.hidden = true;
    this.#box.focus({ preventScroll: true });
  }

  #moved() {
    this.#atEnd = this.atEnd;
    if (this.#atEnd && this.#jump) this.#jump.hidden = true;
    this.#onMove();
  }
}
