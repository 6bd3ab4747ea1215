/** What has been sent and not yet taken, below the conversation: with its state in words, and what can be done. */

import { CAMERA } from "../timeline.js";
import { copyOf, need, setText } from "./page.js";
import { drawSecond } from "./second.js";

/**
 * @param {HTMLElement} list
 * @param {import("../outbox.js").Outbox} outbox
 * @param {Pick<import("./page.js").Page, "words" | "people">} page
 */
export function drawWaiting(list, outbox, page) {
  const { words } = page;
  const old = new Map([...list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset.id, item]));
  for (const entry of outbox.entries) {
    const item = /** @type {HTMLElement} */ (old.get(entry.id) ?? list.appendChild(copyOf("waiting-template")));
    old.delete(entry.id);
    item.dataset.id = entry.id;
    setText(need(".say", item), [entry.text, CAMERA.repeat(entry.files?.length ?? 0)].filter(Boolean).join(" "));
    setText(need(".state", item), stateOf(entry, outbox.lasting, words));
    const thinking = entry.state === "refused" && entry.code === "second_thought";
    drawSecond(need(".second", item), thinking ? entry : null, page);
    need("[data-act=again]", item).hidden = entry.state !== "refused" || thinking;
    need("[data-act=remove]", item).hidden = entry.state === "sending";
  }
  for (const item of old.values()) item.remove();
}

/**
 * @param {OutboxEntry} entry
 * @param {boolean} lasting
 * @param {import("../words.js").Words} words
 */
function stateOf({ state, code, message }, lasting, words) {
  if (state === "refused" && code === "second_thought") return words.say("second_waits");
  if (state === "sending") return words.say("sending");
  if (state === "refused") return `${words.say("not_sent")}. ${message ?? ""}`;
  return [words.say("waiting"), lasting ? "" : words.say("not_kept"), message].filter(Boolean).join(". ");
}

/**
 * @param {HTMLElement} list
 * @param {import("../outbox.js").Outbox} outbox
 * @param {(entry: OutboxEntry) => void} onChange the writer wants to change the words first
 */
export function listenToWaiting(list, outbox, onChange) {
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest("[data-act]");
    const id = /** @type {HTMLElement | null} */ (button?.closest("[data-id]"))?.dataset.id;
    if (!id) return;
    const act = button?.getAttribute("data-act");
    const entry = outbox.entries.find((one) => one.id === id);
    if (act === "again") outbox.retry(id);
    else if (act === "sure") outbox.insist(id);
    else outbox.remove(id);
    if (act === "change" && entry) onChange(entry);
  });
}
