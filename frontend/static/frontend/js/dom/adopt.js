/** Reads back the lines that the server drew, so that what happens next can be told on top of them. */

import { itemOf } from "./item.js";
import { find, need } from "./page.js";
import { picturesOf } from "./pictures.js";

/** @typedef {import("../people.js").People} People */

/**
 * @param {HTMLElement} li
 * @param {People} people
 * @param {string} erased the sentence that stands for words removed by law
 * @returns {Line}
 */
export function lineFrom(li, people, erased) {
  const { seq, author = "", at = "", masked = "[]" } = li.dataset;
  learnAuthor(li, author, people);
  const retracted = li.classList.contains("retracted");
  const words = need(".say", li).textContent ?? "";
  const files = picturesOf(li);
  const item = itemOf(li);
  const answered = find(".reply-quote", li)?.getAttribute("href")?.match(/^#m(\d+)$/);
  return {
    seq: Number(seq), kind: "message", author, at, member: null, retracted,
    text: retracted || words === erased || (!words && (files.length || item)) ? null : words, masked: JSON.parse(masked), files, item,
    paper: paperOf(li, people),
    edited: find(".edited", li) !== null,
    reply_to: answered ? Number(answered[1]) : null,
    reactions: reactionsOf(li, people),
    versions: [...li.querySelectorAll(".versions li")].map((version) => ({
      at: need("time", version).getAttribute("datetime") ?? "", text: version.lastChild?.textContent ?? "",
    })),
  };
}

/**
 * Whoever typed it in may have left since.
 * @param {HTMLElement} li
 * @param {People} people
 * @returns {Line["paper"]}
 */
function paperOf(li, people) {
  const { by = "", on = "", name = "" } = find(".on-paper", li)?.dataset ?? {};
  if (by && !people.get(by).name) people.learn({ id: by, name, staff: true });
  return by ? { by, on } : null;
}

/**
 * @param {HTMLElement} li
 * @param {People} people
 * @returns {Line["reactions"]}
 */
function reactionsOf(li, people) {
  return [...li.querySelectorAll(".reaction")].map((chip) => [
    (chip.textContent ?? "").trim().split(" ")[0],
    (chip.getAttribute("title") ?? "").split(", ").map((name) => people.idOf(name)),
  ]);
}

/**
 * Somebody who has left is not among the members any more, but their words still stand here.
 * @param {HTMLElement} li
 * @param {string} id
 * @param {People} people
 */
function learnAuthor(li, id, people) {
  if (people.get(id).name) return;
  const face = need(".face", li);
  people.learn({
    id, name: find(".name", li)?.textContent ?? "", role_label: find(".role", li)?.textContent ?? "",
    tone: Number(face.className.match(/tone-(\d)/)?.[1] ?? 0), staff: face.classList.contains("staff"),
  });
}
