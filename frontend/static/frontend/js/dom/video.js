/** Sends a video in pieces, so that a bad line loses little, and waits until it is made safe. */

import { uuid } from "../outbox.js";
import { pause, upload } from "./upload.js";

/** Bytes of a piece, and of a video at most. */
const PIECE = 2 * 1024 * 1024;
const MOST = 100 * 1024 * 1024;
const LOOK = 1.2;

/** @param {File} file */
export const isVideo = ({ type, name }) => type.startsWith("video/") || (!type && /\.(mp4|m4v|mov|webm|3gp)$/i.test(name));

/**
 * @typedef {object} Options
 * @property {string} room the address of the room
 * @property {string} token
 * @property {AbortSignal} signal it is not wanted any more
 * @property {(key: string, share: number) => void} onProgress
 */

/**
 * @param {File} file
 * @param {Options} options
 * @returns {Promise<FileInfo>} rejected with a Refusal
 */
export async function sendVideo(file, options) {
  let answer = await sendPieces(file, options);
  if (options.signal.aborted) giveUp(answer.id, options);
  options.signal.addEventListener("abort", () => giveUp(answer.id, options));
  while (!answer.seconds && !options.signal.aborted) {
    options.onProgress("video_safe", (answer.share ?? 0) / 100);
    await pause(LOOK, options.signal);
    answer = await look(answer, options);
  }
  return answer;
}

/**
 * @param {File} file
 * @param {Options} options
 */
async function sendPieces(file, { room, token, signal, onProgress }) {
  const id = uuid();
  const count = Math.max(1, Math.ceil(Math.min(file.size, MOST + 1) / PIECE));
  /** @type {FileInfo} */
  let answer = { id: "" };
  for (let number = 0; number < count; number++) {
    const piece = file.slice(number * PIECE, (number + 1) * PIECE);
    const form = () => formOf({ csrfmiddlewaretoken: token, client_id: id, number: `${number}`, last: number + 1 === count ? "1" : "0" }, piece);
    const share = (/** @type {number} */ part) => onProgress("video_sending", (number + part) / count);
    answer = await upload({ address: `${room}videos/`, form, signal, onProgress: share, onWait: () => onProgress("photo_waits", number / count) });
  }
  return answer;
}

/**
 * @param {FileInfo} last
 * @param {Options} options
 * @returns {Promise<FileInfo>}
 */
async function look(last, { room, signal }) {
  const found = await fetch(`${room}videos/${last.id}/`, { signal }).then((answer) => answer.json()).catch(() => last);
  if (found.id || found.retry) return found.id ? found : last;
  throw found;
}

/**
 * @param {string} id
 * @param {Options} options
 */
function giveUp(id, { room, token }) {
  fetch(`${room}videos/${id}/`, { method: "POST", body: formOf({ csrfmiddlewaretoken: token }), keepalive: true }).catch(() => {});
}

/**
 * @param {Record<string, string>} fields
 * @param {Blob} [piece]
 */
function formOf(fields, piece) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  if (piece) body.set("piece", piece, "piece");
  return body;
}
