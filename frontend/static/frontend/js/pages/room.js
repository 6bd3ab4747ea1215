/** The room page of a member. */

import { Cards } from "../dom/cards.js";
import { askBeforeLeaving } from "../dom/connect.js";
import { mine } from "../dom/mine.js";
import { readPage } from "../dom/page.js";
import { strip } from "../dom/strip.js";
import { hearTold } from "../dom/told.js";
import { whispers } from "../dom/whispers.js";
import { Room } from "../room.js";
import { giveVoice } from "../voice.js";

const page = readPage();
const room = new Room(page);
const cards = new Cards(page, (frame) => room.socket?.send(frame));
const hearNote = whispers(page);
const keepMine = mine(page.data.room ?? undefined);
const keepStrip = strip(page.data.room ?? undefined);
room.listeners.onFrame = (/** @type {ServerFrame} */ frame) => {
  cards.receive(frame);
  hearNote(frame);
  keepMine(frame);
  keepStrip(frame);
  hearTold(frame);
};
giveVoice(page, room);
askBeforeLeaving(page.words);
room.start();
