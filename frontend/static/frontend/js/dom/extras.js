/** What can stand below the words of a message: reactions, earlier versions, and what one can do with it. */

import { copyOf, find, need, setText } from "./page.js";

/** @typedef {import("./line.js").Scene} Scene */

/**
 * @param {HTMLElement} body
 * @param {Line} line
 * @param {Scene} scene
 */
export function drawReactions(body, { reactions }, { words, people, canWrite }) {
  let row = find(".reactions", body);
  if (!reactions.length) return row?.remove();
  if (!row) {
    row = document.createElement("div");
    row.className = "reactions";
    need(".say", body).after(row);
  }
  const old = new Map([...row.children].map((chip) => [chip.textContent?.split(" ")[0], chip]));
  reactions.forEach(([emoji, members], index) => {
    const chip = /** @type {HTMLElement} */ (old.get(emoji) ?? (canWrite ? copyOf("reaction-template") : document.createElement("span")));
    const mine = members.includes(people.me ?? "");
    const names = members.map((id) => people.nameOf(id) || id).join(", ");
    chip.className = "reaction";
    chip.title = names;
    setText(chip, `${emoji} ${members.length}`);
    if (canWrite) {
      chip.dataset.emoji = emoji;
      chip.setAttribute("aria-pressed", String(mine));
      chip.setAttribute("aria-label", words.say(mine ? "reaction_off" : "reaction_on", { emoji, count: members.length, names }));
    }
    old.delete(emoji);
    if (row.children[index] !== chip) row.insertBefore(chip, row.children[index] ?? null);
  });
  for (const chip of old.values()) chip.remove();
}

/**
 * Staff see what a message said before.
 * @param {HTMLElement} body
 * @param {Line} line
 * @param {Scene} scene
 */
export function drawVersions(body, { versions }, { words, when }) {
  let details = find(".versions", body);
  if (!versions.length) return details?.remove();
  if (!details) {
    details = document.createElement("details");
    details.className = "versions";
    details.append(document.createElement("summary"), document.createElement("ol"));
    body.insertBefore(details, find(".actions", body));
  }
  const count = versions.length;
  setText(need("summary", details), words.say(count === 1 ? "versions_one" : "versions_many", { count }));
  const list = need("ol", details);
  for (const { at, text } of versions.slice(list.children.length)) {
    const time = document.createElement("time");
    time.dateTime = at;
    time.textContent = `${when.day(at)}, ${when.time(at)}`;
    const item = document.createElement("li");
    item.append(time, text);
    list.append(item);
  }
}

/**
 * @param {HTMLElement} body
 * @param {Line} line
 * @param {Scene} scene
 */
export function drawActions(body, line, scene) {
  const actions = find(".actions", body);
  if (!actions) return;
  if (!scene.canWrite || line.retracted) return actions.remove();
  const about = /** @type {NodeListOf<HTMLAnchorElement>} */ (actions.querySelectorAll("a.help"));
  for (const link of about) link.search = `?line=${line.seq}`;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (actions.querySelectorAll("a.keep"))) {
    if (line.item) link.remove();
    else link.href = `${line.seq}/keep/`;
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (actions.querySelectorAll("a.reached"))) {
    if (line.author === scene.people.me) link.href = `${line.seq}/reached/`;
    else link.remove();
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (actions.querySelectorAll("a[data-act]"))) {
    const act = link.dataset.act;
    if (act !== "reply" && !scene.mayChange(line)) link.remove();
    else link.href = act === "retract" ? `${line.seq}/retract/` : `?${act}=${line.seq}#composer`;
  }
}
