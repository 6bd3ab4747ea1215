/** The writer's own messages that wait for staff: shown as they are sent, gone as they are decided. */

import { CAMERA } from "../timeline.js";
import { copyOf, find, need, setText, showText } from "./page.js";

/** @typedef {import("./page.js").Page} Page */

/**
 * @param {Pick<OutboxEntry, "id" | "text" | "files">} entry what was sent, and waits now
 * @param {Page} page
 * @param {"held_waiting" | "held_change"} key of the sentence that says so
 */
export function addHeld({ id, text, files = [] }, { words, people }, key = "held_waiting") {
  const list = find("#held");
  if (!list || find(`[data-held="${id}"]`, list)) return;
  const item = copyOf("held-template");
  const names = people.staffNames;
  item.dataset.held = id;
  item.dataset.state = "waiting";
  /** @type {HTMLInputElement} */ (need("[name=client_id]", item)).value = id;
  setText(need(".say", item), [text, CAMERA.repeat(files.length)].filter(Boolean).join(" "));
  setText(need(".state", item), names.length ? words.say(key, { names: names.join(", ") }) : words.say(`${key}_any`));
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
  item.dataset.state = "answered";
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
