/** A summary: quotes open under the pointer, and kinder words are suggested while a line is typed. */

import { watchLinks } from "../dom/making.js";
import { suggest } from "../dom/suggest.js";

const PAUSE = 600; // milliseconds without a key before a line is looked at

for (const cite of document.querySelectorAll("details.cite")) {
  if (!(cite instanceof HTMLDetailsElement)) continue;
  cite.addEventListener("toggle", () => {
    if (!cite.open) return;
    for (const other of document.querySelectorAll("details.cite[open]")) {
      if (other instanceof HTMLDetailsElement && other !== cite) other.open = false;
    }
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeAll(null);
});
document.addEventListener("click", (event) => closeAll(event.target));

/** @param {EventTarget | null} kept the place that was pressed */
function closeAll(kept) {
  for (const cite of document.querySelectorAll("details.cite[open]")) {
    if (cite instanceof HTMLDetailsElement && !(kept instanceof Node && cite.contains(kept))) cite.open = false;
  }
}

watchLinks();
const editor = document.querySelector("form#editor");
if (editor instanceof HTMLFormElement) {
  /** @type {Map<Element, ReturnType<typeof setTimeout>>} */
  const waiting = new Map();
  editor.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement)) return;
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(() => suggest(editor, field), PAUSE));
  });
}
