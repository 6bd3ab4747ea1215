/** What a line tells that was done on one of the room's pages; told_items.py writes the same. */

import { CAMERA, onlyPhotos } from "../timeline.js";
import { find, need } from "./page.js";

const MOMENTS = ["starts", "ends", "due"];

/** @typedef {Pick<import("./line.js").Scene, "words" | "when">} Telling */

/**
 * What was done, to follow a name.
 * @param {ItemInfo} item
 * @param {Telling} telling
 */
export function saidOf({ kind, facts }, { words, when }) {
  /** @type {Record<string, string>} */
  const filled = {};
  for (const [key, fact] of Object.entries(facts)) {
    const text = String(fact);
    if (MOMENTS.includes(key)) filled[key] = `${when.day(text)}, ${when.time(text)}`;
    else if (key === "on") filled[key] = when.date(text);
    else filled[key] = words.has(`fact.${text}`) ? words.say(`fact.${text}`) : text;
  }
  return words.say(`item.${kind}`, filled);
}

/**
 * @param {HTMLElement} body
 * @param {Line} line
 * @param {Telling} telling
 */
export function drawItem(body, { item, retracted }, telling) {
  const old = find(".item", body);
  if (!item || retracted) return old?.remove();
  if (old) return;
  const link = document.createElement("a");
  link.className = "item";
  link.href = `${location.pathname}${item.page}/?of=${item.id}#${item.id}`;
  link.dataset.item = JSON.stringify(item);
  link.append(span("did", saidOf(item, telling)));
  const chips = chipsOf(item, telling.words);
  if (chips.length) {
    const row = span("chips", "");
    row.append(...chips.map((chip) => span("chip", chip)));
    link.append(row);
  }
  need(".say", body).before(link);
}

/**
 * What stands for a message without words.
 * @param {Line} line
 * @param {Telling & Pick<import("./line.js").Scene, "people">} scene
 * @param {string} retracted the sentence for one that was taken back
 */
export function wordless(line, { words, when, people }, retracted) {
  if (line.item && !line.retracted) return saidOf(line.item, { words, when });
  if (onlyPhotos(line)) return CAMERA;
  return words.say(line.retracted ? retracted : "erased", { name: people.nameOf(line.author ?? "") });
}

/**
 * @param {HTMLElement} li a line that the server drew
 * @returns {ItemInfo | null}
 */
export const itemOf = (li) => JSON.parse(find(".item", li)?.dataset.item ?? "null");

/**
 * Labels that the sentence does not name, in the order of the labels: databases keep an order of their own.
 * @param {ItemInfo} item
 * @param {Telling["words"]} words
 */
const chipsOf = ({ kind, facts }, words) =>
  Object.entries(facts)
    .filter(([key, fact]) => words.has(`fact.${fact}`) && !words.names(`item.${kind}`, key))
    .map(([, fact]) => `fact.${fact}`)
    .sort((a, b) => words.place(a) - words.place(b))
    .map((key) => words.say(key));

/**
 * @param {string} name
 * @param {string} text
 */
function span(name, text) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}
