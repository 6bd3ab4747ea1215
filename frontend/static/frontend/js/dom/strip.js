/** What waits on a room's pages: asked for again when something was done there, and when the line was down. */

import { find } from "./page.js";
import { refresherFrom } from "./refresh.js";

/**
 * @param {string | undefined} room
 * @returns {(frame: ServerFrame) => void} for each frame
 */
export function strip(room) {
  const draw = refresherFrom(find("nav.life")?.dataset.fresh ?? "", "nav.life");
  let before = false;
  return (frame) => {
    if (frame.t === "welcome") {
      if (before) draw();
      before = true;
    } else if (frame.t === "events" && frame.room === room && frame.events.some(({ item }) => item)) draw();
  };
}
