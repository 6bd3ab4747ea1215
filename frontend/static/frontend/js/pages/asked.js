/** What I asked for: an answer stands here as soon as it is given, unless I am writing just now. */

import { follow } from "../dom/follow.js";
import { refresher } from "../dom/refresh.js";

const draw = refresher("#asked");

function refresh() {
  const written = [...document.querySelectorAll("textarea")].some(({ value }) => value);
  if (!written) draw();
}

follow((frame) => {
  if (frame.t === "told") refresh();
}, refresh);
