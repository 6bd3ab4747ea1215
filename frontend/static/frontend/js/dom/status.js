/** What stands around the conversation: who is here, who is writing, who reads along, and how the connection is. */

import { find, setText, showText } from "./page.js";

/** @typedef {import("./line.js").Scene} Scene */

/** @param {Scene} scene */
export function drawWho({ people, presence, words }) {
  const here = people.othersAmong(presence.here);
  const spot = find("#here");
  if (spot) setText(spot, sentence("here", here, words));
  const line = find("#who-line");
  if (line?.firstChild && line.firstChild !== spot) setText(line.firstChild, people.present(words.say("you")).join(", "));
  drawReaders(people, words);
  const reading = [...presence.observing].filter((id) => id !== people.me).map((id) => people.nameOf(id)).filter(Boolean);
  showText(find("#observing-light"), sentence("observing", reading, words));
}

/**
 * To whom one writes, at the place to write, and who is listed beside the conversation.
 * @param {Scene["people"]} people
 * @param {Scene["words"]} words
 */
function drawReaders(people, words) {
  const [readers, child] = document.querySelectorAll("label[for=text] b");
  const others = people.present("").filter(Boolean);
  if (readers && child && others.length) setText(readers, words.list(others));
  for (const item of document.querySelectorAll(".members [data-member]")) {
    const member = people.get(/** @type {HTMLElement} */ (item).dataset.member ?? "");
    /** @type {HTMLElement} */ (item).hidden = !member.staff && !people.takesPart(member.id);
  }
}

/**
 * @param {string[]} names
 * @param {Scene["words"]} words
 */
export function drawTyping(names, words) {
  const spot = find("#typing");
  if (spot) setText(spot, sentence("typing", names, words));
}

/**
 * @param {"here" | "observing" | "typing"} what
 * @param {string[]} names
 * @param {Scene["words"]} words
 */
function sentence(what, names, words) {
  if (!names.length) return "";
  return words.say(`${what}_${names.length === 1 ? "one" : "many"}`, { names: words.list(names) });
}

const PATIENCE = 1_500;

/** One line that says how the connection is, when it is not simply good. */
export class Banner {
  #words;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {string} */
  #waiting;

  /** @param {import("../words.js").Words} words */
  constructor(words) {
    this.#words = words;
    this.#waiting = words.say("connecting");
    this.state("connecting");
  }

  /**
   * A short gap is not worth a word: most are over before anybody could read it.
   * @param {Connection} state
   */
  state(state) {
    clearTimeout(this.#timer);
    if (state === "connecting") this.#timer = setTimeout(() => this.#show(this.#waiting), PATIENCE);
    else this.say(state === "online" ? "" : state);
    if (state === "online") this.#waiting = this.#words.say("restarting");
  }

  /** @param {string} sentence why the server will not have us now */
  because(sentence) {
    this.#waiting = sentence;
  }

  /** @param {string} key of the sentence, or nothing */
  say(key) {
    clearTimeout(this.#timer);
    this.#show(key && this.#words.say(key));
  }

  /** @param {string} sentence */
  #show(sentence) {
    showText(find("#connection"), sentence);
  }
}
