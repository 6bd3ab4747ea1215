/** A room as its social worker sees it: the conversation, and the light that tells its members that she reads. */

import { askBeforeLeaving } from "../dom/connect.js";
import { find, readPage } from "../dom/page.js";
import { Room } from "../room.js";
import { giveVoice } from "../voice.js";

const page = readPage();
const room = new Room(page);
const light = find("#light");
let lit = true;

/** The light is on while the page is looked at, unless it was switched off. */
function observe() {
  const on = lit && document.visibilityState === "visible";
  room.socket?.send({ t: "observe", room: room.id, on });
  light?.setAttribute("aria-pressed", String(lit));
  light?.removeAttribute("hidden");
}

light?.addEventListener("click", (event) => {
  event.preventDefault();
  lit = !lit;
  observe();
});
document.addEventListener("visibilitychange", observe);
giveVoice(page, room);
/** @param {ServerFrame} frame */
room.listeners.onFrame = (frame) => {
  if (frame.t === "welcome") observe();
};
askBeforeLeaving(page.words);
room.start();
