/** What has been sent and not yet taken, below the conversation: with its state in words, and what can be done. */

import { copyOf, need, setText } from "./page.js";

/**
 * @param {HTMLElement} list
 * @param {import("../outbox.js").Outbox} outbox
 * @param {import("../words.js").Words} words
 */
export function drawWaiting(list, outbox, words) {
  const old = new Map([...list.children].map((item) => [/** @type {HTMLElement} */ (item).dataset.id, item]));
  for (const entry of outbox.entries) {
    const item = /** @type {HTMLElement} */ (old.get(entry.id) ?? list.appendChild(copyOf("waiting-template")));
    old.delete(entry.id);
    item.dataset.id = entry.id;
    setText(need(".say", item), entry.text);
    setText(need(".state", item), stateOf(entry, outbox.lasting, words));
    need("[data-act=again]", item).hidden = entry.state !== "refused";
    need("[data-act=remove]", item).hidden = entry.state === "sending";
  }
  for (const item of old.values()) item.remove();
}

/**
 * @param {OutboxEntry} entry
 * @param {boolean} lasting
 * @param {import("../words.js").Words} words
 */
function stateOf({ state, message }, lasting, words) {
  if (state === "sending") return words.say("sending");
  if (state === "refused") return `${words.say("not_sent")}. ${message ?? ""}`;
  return [words.say("waiting"), lasting ? "" : words.say("not_kept"), message].filter(Boolean).join(". ");
}

/**
 * @param {HTMLElement} list
 * @param {import("../outbox.js").Outbox} outbox
 */
export function listenToWaiting(list, outbox) {
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest("[data-act]");
    const id = /** @type {HTMLElement | null} */ (button?.closest("[data-id]"))?.dataset.id;
    if (!id) return;
    if (button?.getAttribute("data-act") === "again") outbox.retry(id);
    else outbox.remove(id);
  });
}
