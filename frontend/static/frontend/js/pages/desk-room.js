/** A room as its social worker sees it. While the page is open, the server shows its members that she reads. */

import { Cards } from "../dom/cards.js";
import { askBeforeLeaving } from "../dom/connect.js";
import { tellHeld } from "../dom/held.js";
import { readPage } from "../dom/page.js";
import { strip } from "../dom/strip.js";
import { Room } from "../room.js";
import { giveVoice } from "../voice.js";

const page = readPage();
const room = new Room(page);
const cards = new Cards(page, (frame) => room.socket?.send(frame));
const keepStrip = strip(page.data.room ?? undefined);
room.listeners.onFrame = (/** @type {ServerFrame} */ frame) => {
  cards.receive(frame);
  keepStrip(frame);
};
giveVoice(page, room);
room.listeners.onHeld = (/** @type {Extract<ServerFrame, {t: "held"}>} */ frame) => tellHeld(frame, page.words);
askBeforeLeaving(page.words);
room.start();
