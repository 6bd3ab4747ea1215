/** For pages that show no room, and want to hear what its members are told: opens the socket and follows every room. */

import { askBeforeLeaving, connect } from "./connect.js";
import { readPage } from "./page.js";
import { Banner } from "./status.js";

/**
 * @param {(frame: ServerFrame) => void} onFrame
 * @param {() => void} onReturn after the line was down: something may have been missed
 */
export function follow(onFrame, onReturn) {
  const page = readPage();
  let before = false;
  const socket = connect(page, new Banner(page.words), {
    onFrame: (frame) => {
      if (frame.t === "welcome") {
        for (const { id, head } of frame.rooms) socket.send({ t: "resume", room: id, after: head, here: false });
        if (before) onReturn();
        before = true;
      }
      onFrame(frame);
    },
    onState() {},
  });
  askBeforeLeaving(page.words);
}
