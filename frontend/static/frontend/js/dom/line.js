/** Draws one message into its `li`, whether the server made that or we did; only what differs is touched. */

import { drawActions, drawReactions, drawVersions } from "./extras.js";
import { drawItem, wordless } from "./item.js";
import { drawKept, drawWords } from "./kept.js";
import { find, need, setText } from "./page.js";
import { drawPictures } from "./pictures.js";

/**
 * @typedef {object} Scene what drawing needs to know
 * @property {import("./page.js").Page["words"]} words
 * @property {import("./page.js").Page["when"]} when
 * @property {import("./page.js").Page["people"]} people
 * @property {import("../timeline.js").Timeline} timeline
 * @property {import("../presence.js").Presence} presence
 * @property {boolean} canWrite
 * @property {boolean} staff
 * @property {(line: Line) => boolean} mayChange one's own words, for a quarter of an hour
 */

const QUOTE = 140;

/**
 * @param {HTMLElement} li
 * @param {Line} line
 * @param {Scene} scene
 */
export function drawLine(li, line, scene) {
  const mine = line.author === scene.people.me;
  li.classList.toggle("mine", mine);
  li.classList.toggle("retracted", line.retracted);
  drawFace(need(".face", li), scene.people.get(line.author));
  drawWho(need(".who", li), line, mine, scene);
  const body = need(".body", li);
  drawQuote(body, line, scene);
  drawItem(body, line, scene);
  const said = wordsOf(line, mine, scene);
  need(".say", body).hidden = !said && line.item !== null;
  drawWords(need(".say", body), said, line.masked);
  drawKept(body, line, scene);
  drawPictures(body, line, scene);
  drawReactions(body, line, scene);
  if (scene.staff) drawVersions(body, line, scene);
  drawActions(body, line, scene);
}

/**
 * @param {Line} line
 * @param {boolean} mine
 * @param {Scene} scene
 */
function wordsOf(line, mine, { words, people }) {
  if (line.retracted) return mine ? words.say("retracted_mine") : words.say("retracted", { name: people.nameOf(line.author ?? "") });
  return line.text ?? (line.files.length || line.item ? "" : words.say("erased"));
}

/**
 * @param {HTMLElement} face
 * @param {PageMember} author
 */
function drawFace(face, { tone, staff, initial }) {
  face.className = `face tone-${tone}${staff ? " staff" : ""}`;
  setText(face, initial);
}

/**
 * @param {HTMLElement} who
 * @param {Line} line
 * @param {boolean} mine
 * @param {Scene} scene
 */
function drawWho(who, line, mine, { words, when, people, presence }) {
  const author = people.get(line.author);
  const name = need(".name", who);
  name.classList.toggle("hush", mine);
  setText(name, mine ? words.say("you") : author.name);
  const time = /** @type {HTMLTimeElement} */ (need("time", who));
  time.dateTime = line.at;
  setText(time, when.time(line.at));
  const seen = mine && line.kind === "message" ? people.othersAmong(presence.seenBy(line.seq)) : [];
  part(who, "role", mine ? "" : author.role_label, (span) => time.before(span));
  part(who, "edited", line.edited ? words.say("edited") : "", (span) => time.after(span));
  part(who, "on-paper", paperNote(line, words, when, people), (span) => (find(".edited", who) ?? time).after(span));
  part(who, "seen", seen.length ? words.say("seen_by", { names: words.list(seen) }) : "", (span) => who.append(span));
}

/**
 * That it came on paper; empty if it did not.
 * @param {Line} line
 * @param {Scene["words"]} words
 * @param {Scene["when"]} when
 * @param {Scene["people"]} people
 */
function paperNote({ paper }, words, when, people) {
  if (!paper) return "";
  const name = people.nameOf(paper.by);
  return words.say(name ? "on_paper" : "on_paper_any", { day: when.date(paper.on), name });
}

/**
 * A piece that is there only while it has something to say.
 * @param {HTMLElement} parent
 * @param {string} name
 * @param {string} text
 * @param {(span: HTMLElement) => void} place
 */
function part(parent, name, text, place) {
  let span = find(`.${name}`, parent);
  if (!text) return span?.remove();
  if (!span) {
    span = document.createElement("span");
    span.className = name;
    place(span);
  }
  setText(span, text);
}

/**
 * @param {HTMLElement} body
 * @param {Line} line
 * @param {Scene} scene
 */
function drawQuote(body, { reply_to }, scene) {
  const { words, people, timeline } = scene;
  const quote = find(".reply-quote", body);
  if (!quote || reply_to === null) return quote?.remove();
  const answered = timeline.line(reply_to);
  const drawn = quote.getAttribute("href") === `#m${reply_to}`;
  quote.setAttribute("href", `#m${reply_to}`);
  if (!answered) return drawn ? undefined : setText(need("span", quote), words.say("reply_older"));
  const name = people.nameOf(answered.author ?? "");
  const text = answered.text ?? wordless(answered, scene, "retracted");
  setText(need("b", quote), name);
  setText(need("span", quote), text.length > QUOTE ? `${text.slice(0, QUOTE).trimEnd()}…` : text);
}

/**
 * A line that nobody wrote: somebody came, or is away for a while.
 * @param {HTMLElement} li
 * @param {Line} line
 * @param {Scene} scene
 */
export function drawNote(li, { kind, member, text, at }, { words, when, people }) {
  const subject = people.get(member);
  setText(need(".said", li), words.say(`note.${kind}`, { name: subject.name || (text ?? ""), role: subject.role_label }));
  const time = /** @type {HTMLTimeElement} */ (need("time", li));
  time.dateTime = at;
  setText(time, when.time(at));
}
