/// <reference path="./types.d.ts" />
/** The wire as the browser knows it: names of frames and fields, and what a close code asks of us. */

export const PROTOCOL = "coparenting.v1";

/** @type {FieldTable<ClientFrame>} */
export const CLIENT_FRAMES = Object.freeze({
  resume: ["room", "after", "here"],
  post: ["id", "room", "text", "reply_to", "sure", "files"],
  edit: ["id", "room", "target", "text", "sure"],
  retract: ["id", "room", "target"],
  react: ["id", "room", "target", "emoji", "on"],
  read: ["room", "upto"],
  typing: ["room"],
  history: ["ref", "room", "before", "limit"],
  ping: [],
});

/** @type {FieldTable<ServerFrame>} */
export const SERVER_FRAMES = Object.freeze({
  welcome: ["protocol", "at", "rooms", "limits"],
  events: ["room", "after", "upto", "events"],
  page: ["ref", "room", "first", "more", "events"],
  ack: ["id", "room", "at", "seq", "held", "advice"],
  error: ["code", "retry", "message", "id", "ref", "room", "wait", "advice", "private"],
  presence: ["room", "member", "here"],
  typing: ["room", "member"],
  seen: ["room", "upto", "at"],
  observing: ["room", "member", "on"],
  held: ["room", "id", "state"],
  you: ["room", "can_write"],
  slow: ["room", "every", "until"],
  whisper: ["room", "id", "author", "to", "text", "at"],
  left: ["room", "code"],
  flagged: ["room", "flag", "category", "urgency"],
  told: ["room", "flag"],
  pong: ["heads"],
  bye: ["wait"],
});

/** @type {readonly (keyof EventFrame)[]} */
export const EVENT_FIELDS = Object.freeze([
  "seq", "kind", "author", "at", "text", "target", "reply_to", "emoji", "member", "role", "retracted", "masked", "files", "paper", "item",
]);

/** First and last code of each range, both included. A code outside every range means: try again with backoff. */
export const CLOSE_RANGES = Object.freeze({
  stop: [4000, 4099],
  soon: [4100, 4199],
  later: [4200, 4299],
});
export const CLOSE_SIGNED_OUT = 4001;
export const CLOSE_RESTART = 1012;

/** @param {ClientFrame} frame */
export const encode = (frame) => JSON.stringify(frame);

/**
 * A frame of a kind that this page does not know is null: a newer server may say more than we understand.
 * @param {unknown} data
 * @returns {ServerFrame | null}
 */
export function decode(data) {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data);
    return frame && frame.t in SERVER_FRAMES ? frame : null;
  } catch {
    return null;
  }
}

/**
 * @param {number} code
 * @returns {AfterClose}
 */
export function afterClose(code) {
  if (code === CLOSE_SIGNED_OUT) return "sign-in";
  if (code === CLOSE_RESTART) return "soon";
  for (const [name, [first, last]] of Object.entries(CLOSE_RANGES)) {
    if (code >= first && code <= last) return /** @type {AfterClose} */ (name);
  }
  return "backoff";
}
