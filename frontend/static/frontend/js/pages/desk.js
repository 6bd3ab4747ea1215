/** The desk: the families' rooms live, as at home, through a door of its own; and what waits, as soon as it does. */

import { Cards } from "../dom/cards.js";
import { askBeforeLeaving, connect } from "../dom/connect.js";
import { readPage } from "../dom/page.js";
import { refresher } from "../dom/refresh.js";
import { Banner } from "../dom/status.js";

const page = readPage();
const cards = new Cards(page, (frame) => socket.send(frame));
const refreshToday = refresher("#today", "#flag-count");
let before = false;
const socket = connect(page, new Banner(page.words), {
  onFrame: (frame) => {
    cards.receive(frame);
    // After the line was down, something may have been missed.
    if (frame.t === "flagged" || (frame.t === "welcome" && before)) refreshToday();
    before ||= frame.t === "welcome";
  },
  onState: (state) => {
    if (state !== "online") cards.offline();
  },
});
askBeforeLeaving(page.words);
