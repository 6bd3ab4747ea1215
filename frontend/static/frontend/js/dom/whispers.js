/** Private notes from staff, set apart from the conversation: shown as they come, above it. */

import { copyOf, find, need, setText } from "./page.js";

/**
 * @param {import("./page.js").Page} page
 * @returns {(frame: ServerFrame) => void} for each frame
 */
export function whispers({ data, words, when, people }) {
  return (frame) => {
    const section = find("#whispers");
    if (!section || !("room" in frame) || frame.room !== data.room) return;
    if (frame.t === "left") return section.remove();
    if (frame.t !== "whisper" || find(`[data-whisper="${frame.id}"]`, section)) return;
    const note = copyOf("whisper-template");
    const time = /** @type {HTMLTimeElement} */ (need("time", note));
    const names = people.othersAmong(frame.to);
    note.dataset.whisper = frame.id;
    setText(need(".name", note), people.nameOf(frame.author));
    time.dateTime = frame.at;
    setText(time, `${when.day(frame.at)}, ${when.time(frame.at)}`);
    setText(need(".words", note), frame.text);
    setText(need(".for", note), names.length ? words.say("whisper_many", { names: words.list(names) }) : words.say("whisper_one"));
    need("div", section).append(note);
    section.hidden = false;
    section.scrollTop = section.scrollHeight;
  };
}
