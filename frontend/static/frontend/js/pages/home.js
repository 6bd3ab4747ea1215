/** Home: my rooms, with what is new in each as it comes. */

import { Cards } from "../dom/cards.js";
import { askBeforeLeaving, connect } from "../dom/connect.js";
import { readPage } from "../dom/page.js";
import { Banner } from "../dom/status.js";
import { hearTold } from "../dom/told.js";

const page = readPage();
const cards = new Cards(page, (frame) => socket.send(frame));
const socket = connect(page, new Banner(page.words), {
  onFrame: (frame) => {
    cards.receive(frame);
    hearTold(frame);
  },
  onState: (state) => {
    if (state !== "online") cards.offline();
  },
});
askBeforeLeaving(page.words);
