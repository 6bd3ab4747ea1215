/** A message whose contact details are kept private: those spans marked, and a note below that says what they are. */

import { find, need, setText } from "./page.js";

/** @typedef {import("./line.js").Scene} Scene */

/**
 * @param {HTMLElement} said
 * @param {string} words
 * @param {Mask[]} masked
 */
export function drawWords(said, words, masked) {
  if (!masked.length && !said.firstElementChild) return setText(said, words);
  const characters = [...words];
  const pieces = [];
  let position = 0;
  for (const [start, end] of masked) {
    const mark = document.createElement("mark");
    mark.className = "private";
    mark.textContent = characters.slice(start, end).join("");
    pieces.push(characters.slice(position, start).join(""), mark);
    position = end;
  }
  said.replaceChildren(...pieces, characters.slice(position).join(""));
}

/**
 * @param {HTMLElement} body
 * @param {Line} line
 * @param {Scene} scene
 */
export function drawKept(body, { masked }, scene) {
  let note = find(".kept", body);
  if (!masked.length) return note?.remove();
  if (!note) {
    note = document.createElement("p");
    note.className = "kept";
    need(".say", body).after(note);
  }
  setText(note, scene.staff ? scene.words.say("kept_staff") : keptNote(masked.map(([, , kind]) => kind), scene));
}

/**
 * What is kept private, and who can share it.
 * @param {string[]} kinds
 * @param {Pick<Scene, "words" | "people">} scene
 */
export function keptNote(kinds, { words, people }) {
  const names = people.staffNames;
  const ask = names.length ? words.say("kept_ask", { names: names.join(", ") }) : words.say("kept_ask_any");
  return [...new Set(kinds)].map((kind) => words.say(`kept.${kind}`)).concat(ask).join(" ");
}
