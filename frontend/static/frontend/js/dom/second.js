/** A second thought before sending: why to look again, another way to say it, and what the others would not see. */

import { keptNote } from "./kept.js";
import { need, setText } from "./page.js";

/**
 * @param {HTMLElement} panel
 * @param {Pick<OutboxEntry, "advice" | "private"> | null} thought null: hide it
 * @param {Pick<import("./page.js").Page, "words" | "people">} page
 */
export function drawSecond(panel, thought, page) {
  panel.hidden = thought === null;
  if (thought === null) return;
  const { advice = [], private: kept = [] } = thought;
  const drawn = JSON.stringify([advice, kept]);
  if (panel.dataset.drawn === drawn) return;
  panel.dataset.drawn = drawn;
  need(".advice", panel).replaceChildren(...advice.map(({ reason, suggestion }) => {
    const item = document.createElement("li");
    const span = document.createElement("span");
    span.textContent = suggestion;
    item.append(reason, " ", span);
    return item;
  }));
  setText(need(".kept", panel), kept.length ? keptNote(kept, page) : "");
  need("button", panel).scrollIntoView({ block: "nearest" });
}
