/** Staff has a word for me: a line says so, with the way to it. */

import { find } from "./page.js";

/** @param {ServerFrame} frame */
export function hearTold(frame) {
  if (frame.t === "told") showTold();
}

export function showTold() {
  const news = find("#told-news");
  if (news) news.hidden = false;
}
