/** Home: my rooms, with what is new in each as it comes. */

import { Cards } from "../dom/cards.js";
import { askBeforeLeaving, connect } from "../dom/connect.js";
import { readPage } from "../dom/page.js";
import { refresher } from "../dom/refresh.js";
import { Banner } from "../dom/status.js";
import { hearTold } from "../dom/told.js";

const page = readPage();
const cards = new Cards(page, (frame) => socket.send(frame));
const drawMarks = refresher(...page.data.rooms.map(({ id }) => `[data-room="${id}"] .marks`));
let before = false;
const socket = connect(page, new Banner(page.words), {
  onFrame: (frame) => {
    cards.receive(frame);
    hearTold(frame);
    // After the line was down, something may have been missed.
    if ((frame.t === "events" && frame.events.some(({ item }) => item)) || (frame.t === "welcome" && before)) drawMarks();
    before ||= frame.t === "welcome";
  },
  onState: (state) => {
    if (state !== "online") cards.offline();
  },
});
askBeforeLeaving(page.words);
