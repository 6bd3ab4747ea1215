/** The queue at the desk: what is asked for stands in it at once, and what somebody takes is marked. */

import { follow } from "../dom/follow.js";
import { refresher } from "../dom/refresh.js";

const refresh = refresher("#flags", "#flag-count");

follow((frame) => {
  if (frame.t === "flagged") refresh();
}, refresh);
