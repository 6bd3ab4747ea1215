/** Opens the page's socket and keeps it in step with the browser: network, sleep, looking away, signing out. */

import { PREFIX as DRAFTS } from "../drafts.js";
import { Outbox, PREFIX as OUTBOX, countWaiting, keepOnly } from "../outbox.js";
import { Socket } from "../socket.js";
import { storage } from "./page.js";

const PATIENCE = 2_000;

/**
 * @param {Pick<import("./page.js").Page, "data" | "words">} page
 * @param {import("./status.js").Banner} banner
 * @param {{onFrame: (frame: ServerFrame) => void, onState: (state: Connection) => void}} listeners
 */
export function connect({ data, words }, banner, { onFrame, onState }) {
  const url = new URL(data.socket, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new Socket({
    open: (protocol) => new WebSocket(url, protocol),
    hasNetwork: () => navigator.onLine,
    onFrame: (frame) => {
      if (frame.t === "welcome") forgetOthers(frame.rooms.map(({ me }) => me));
      if (frame.t === "error" && frame.code === "too_many_sockets") banner.because(frame.message);
      onFrame(frame);
      if (frame.t === "welcome") sendLeftovers(frame.rooms.filter(({ id }) => id !== data.room), socket);
    },
    onState: (state, why) => {
      // Signed out, and not on the way elsewhere in a hurry: the server knows where to sign in again and how to come back here.
      if (why === "sign-in") {
        if (!("leaving" in document.documentElement.dataset)) location.reload();
        return;
      }
      banner.state(state);
      onState(state);
    },
  });
  addEventListener("online", () => socket.wake());
  addEventListener("offline", () => socket.sleep());
  addEventListener("pageshow", () => socket.wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && socket.wake());
  void learn(data.item_words, words).then(() => socket.start());
  return socket;
}

/**
 * The sentences of items, which the browser keeps from visit to visit. Without them the page lives all the same.
 * @param {string} address
 * @param {import("../words.js").Words} words
 */
function learn(address, words) {
  const come = fetch(address).then((answer) => answer.json()).then((more) => words.learn(more)).catch(() => {});
  return Promise.race([come, new Promise((go) => setTimeout(go, PATIENCE))]);
}

/**
 * Another person may have used this device before: what they left goes.
 * @param {string[]} mine my memberships
 */
function forgetOthers(mine) {
  keepOnly(storage("localStorage"), OUTBOX, mine);
  keepOnly(storage("sessionStorage"), DRAFTS, mine);
}

/**
 * Words that wait for a room whose page is not open now go out from here.
 * @param {RoomFrame[]} rooms
 * @param {Socket} socket
 */
function sendLeftovers(rooms, socket) {
  for (const { me } of rooms) {
    new Outbox({ owner: me, storage: storage("localStorage"), send: (command) => socket.request(command), onChange() {} }).flush();
  }
}

/** @param {import("../words.js").Words} words */
export function askBeforeLeaving(words) {
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest('a[href$="/logout/"]');
    const count = link ? countWaiting(storage("localStorage")) : 0;
    if (!count) return;
    if (confirm(words.say(count === 1 ? "leaving_one" : "leaving_many", { count }))) keepOnly(storage("localStorage"), OUTBOX, []);
    else event.preventDefault();
  });
}
