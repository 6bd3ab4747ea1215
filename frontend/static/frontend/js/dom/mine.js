/** Keeps what is for me alone up to date: private notes, my messages that staff reads first, answers. */

import { Missed, difference } from "../missed.js";
import { find, need } from "./page.js";
import { showTold } from "./told.js";

/** @typedef {import("../missed.js").Piece} Piece */

/**
 * @param {string | undefined} room
 * @returns {(frame: ServerFrame) => void} for each frame
 */
export function mine(room) {
  const missed = new Missed(ask);
  return (frame) => {
    if (frame.t === "welcome") missed.up();
    else if (!("room" in frame) || frame.room !== room) return;
    else if (frame.t === "left") missed.down();
    else if (frame.t === "held" && frame.state === "declined") missed.now();
  };
}

/** @type {string | undefined} when staff last had an answer for me, as far as this page knows */
let told;

async function ask() {
  const address = find("#whispers")?.dataset.mine;
  if (!address) return;
  const before = pieces(document);
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!find("#whispers")) return;
  const { come, gone } = difference(before, pieces(document), pieces(fresh));
  for (const id of come) put(need(selector(id), fresh));
  for (const id of gone) find(`[data-held="${CSS.escape(id)}"]`)?.remove();
  const last = find("#told", fresh)?.dataset.told;
  if (told !== undefined && last !== told) showTold();
  told = last;
}

/**
 * @param {ParentNode} root
 * @returns {Piece[]}
 */
const pieces = (root) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("#whispers [data-whisper], #held [data-held]"))]
    .map(({ dataset }) => [dataset.whisper ?? dataset.held ?? "", dataset.state ?? ""]);

/** @param {string} id */
const selector = (id) => `[data-whisper="${CSS.escape(id)}"], [data-held="${CSS.escape(id)}"]`;

/** @param {HTMLElement} piece */
function put(piece) {
  const { whisper, held } = piece.dataset;
  const old = find(selector(whisper ?? held ?? ""));
  const section = need("#whispers");
  if (old) return old.replaceWith(piece);
  need(whisper ? "#whispers > div" : "#held").append(piece);
  if (whisper) {
    section.hidden = false;
    section.scrollTop = section.scrollHeight;
  }
}
