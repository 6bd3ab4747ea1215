/** The writer's own messages that wait for staff: shown as they are sent, gone as they are decided. */

import { copyOf, find, need, setText, showText } from "./page.js";

/** @typedef {import("./page.js").Page} Page */

/**
 * @param {OutboxEntry} entry what was sent, and waits now
 * @param {Page} page
 */
export function addHeld({ id, text }, { words, people }) {
  const list = find("#held");
  if (!list || find(`[data-held="${id}"]`, list)) return;
  const item = copyOf("held-template");
  const names = people.staffNames;
  item.dataset.held = id;
  /** @type {HTMLInputElement} */ (need("[name=client_id]", item)).value = id;
  setText(need(".say", item), text);
  setText(need(".state", item), names.length ? words.say("held_waiting", { names: names.join(", ") }) : words.say("held_waiting_any"));
  list.append(item);
}

/**
 * @param {Extract<ServerFrame, { t: "held" }>} frame
 * @param {Page} page
 */
export function hearHeld({ id, state }, { words }) {
  const item = find(`[data-held="${id}"]`);
  if (!item || state === "waiting") return;
  if (state !== "declined") return item.remove();
  find("form", item)?.remove();
  setText(need(".state", item), words.say("held_answered"));
}

/**
 * Plain help for the writer of a message.
 * @param {AckFrame} ack
 */
export function showHelp({ advice }) {
  if (advice?.length) showText(find("#help"), advice.map(({ reason, suggestion }) => `${reason} ${suggestion}`.trim()).join(" "));
}

/**
 * At the desk: something waits.
 * @param {Extract<ServerFrame, { t: "held" }>} frame
 * @param {Page["words"]} words
 */
export function tellHeld({ state }, words) {
  if (state === "waiting") showText(find("#help"), words.say("held_new"));
}
