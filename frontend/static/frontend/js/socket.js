/** One connection to the server that heals itself. It carries frames and answers; what they mean is decided elsewhere. */

import { Backoff } from "./backoff.js";
import { PROTOCOL, afterClose, decode, encode } from "./protocol.js";
import { Requests } from "./requests.js";

const ANSWER = 10_000;
const PING = 25_000;
const WELCOME = 15_000;
const WAKE = 4_000;
const HELD = 10_000;
const OFFLINE_TRY = 30_000;

/**
 * @typedef {object} Options
 * @property {(protocol: string) => WebSocket} open
 * @property {(frame: ServerFrame) => void} onFrame
 * @property {(state: Connection, why: AfterClose | null) => void} onState
 * @property {() => boolean} [hasNetwork]
 * @property {() => number} [random]
 */

export class Socket {
  /** @type {Connection} */
  state = "connecting";
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {Partial<Record<"retry" | "quiet" | "ping" | "held", ReturnType<typeof setTimeout>>>} */
  #timers = {};
  /** Seconds that the server asked us to stay away, and the moment from which we may come back by ourselves. */
  #wait = 0;
  #notBefore = 0;
  #backoff;
  #requests;
  #options;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
    this.#requests = new Requests((command) => this.send(command), ANSWER, () => this.#lost("soon"));
  }

  start() {
    clearTimeout(this.#timers.retry);
    this.#release();
    const socket = this.#options.open(PROTOCOL);
    this.#socket = socket;
    socket.onmessage = (message) => this.#receive(decode(message.data));
    socket.onclose = (event) => this.#lost(afterClose(event.code));
    this.#expect(WELCOME);
    if (this.#hasNetwork()) this.#become("connecting");
  }

  /** @param {AfterClose} why */
  stop(why = "stop") {
    this.#release();
    clearTimeout(this.#timers.retry);
    this.#requests.abandon();
    this.#become("stopped", why);
  }

  /**
   * For what may be lost (typing, a read mark): says whether it went out.
   * @param {ClientFrame} frame
   */
  send(frame) {
    if (this.state === "online") this.#socket?.send(encode(frame));
    return this.state === "online";
  }

  /**
   * For what must be answered. Refused at once without a connection; once on its way it is sent until answered.
   * @param {Command} command
   * @returns {Promise<AckFrame>} rejected with a Refusal
   */
  request(command) {
    if (this.state === "online") return this.#requests.ask(command);
    return Promise.reject({ code: "offline", retry: true, message: "" });
  }

  /** The page is looked at again, or the network is back: make sure at once that the line is alive. */
  wake() {
    if (this.state === "online") this.#ping(WAKE);
    else if (this.state !== "stopped" && !this.#socket && Date.now() >= this.#notBefore) this.start();
  }

  /** The browser says that there is no network; a line that looks open is not to be trusted. */
  sleep() {
    if (this.state !== "stopped") this.#lost("backoff");
  }

  /** @param {ServerFrame | null} frame */
  #receive(frame) {
    if (this.state === "online") clearTimeout(this.#timers.quiet);
    if (!frame) return;
    if (frame.t === "welcome") return this.#welcomed(frame);
    if (frame.t === "bye") this.#wait = frame.wait;
    else if (frame.t === "error" && !frame.id && !frame.ref) this.#wait = frame.wait ?? 0;
    if (frame.t === "ack" || frame.t === "error") this.#requests.answered(frame);
    this.#options.onFrame(frame);
  }

  /** @param {WelcomeFrame} frame */
  #welcomed(frame) {
    clearTimeout(this.#timers.quiet);
    this.#wait = 0;
    this.#timers.held = setTimeout(() => this.#backoff.settle(), HELD);
    this.#timers.ping = setTimeout(() => this.#ping(ANSWER), PING);
    this.state = "online";
    // What was on its way goes first, so that new words can't overtake old ones.
    this.#requests.again();
    this.#options.onFrame(frame);
    this.#options.onState("online", null);
  }

  #hasNetwork() {
    return this.#options.hasNetwork?.() ?? true;
  }

  /** @param {number} patience */
  #ping(patience) {
    clearTimeout(this.#timers.ping);
    this.send({ t: "ping" });
    this.#expect(patience);
    this.#timers.ping = setTimeout(() => this.#ping(ANSWER), PING);
  }

  /** @param {number} patience how long the server may stay silent before we give the line up */
  #expect(patience) {
    clearTimeout(this.#timers.quiet);
    this.#timers.quiet = setTimeout(() => this.#lost("soon"), patience);
  }

  /** @param {AfterClose} after */
  #lost(after) {
    this.#release();
    if (after === "stop" || after === "sign-in") return this.stop(after);
    const asked = after === "backoff" ? 0 : this.#wait;
    const delay = this.#backoff.next(after, asked);
    this.#notBefore = asked || after === "later" ? Date.now() + delay : 0;
    this.#wait = 0;
    const network = this.#hasNetwork();
    clearTimeout(this.#timers.retry);
    // A browser can be wrong about being offline (a laptop that talks to itself), so we still try now and then.
    this.#timers.retry = setTimeout(() => this.start(), network ? delay : OFFLINE_TRY);
    this.#become(network ? "connecting" : "offline");
  }

  /** Let go without waiting for a goodbye: on a dead line it can take minutes to come. */
  #release() {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#timers.quiet);
    clearTimeout(this.#timers.ping);
    clearTimeout(this.#timers.held);
    this.#requests.pause();
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /**
   * @param {Connection} state
   * @param {AfterClose | null} why
   */
  #become(state, why = null) {
    const changed = state !== this.state;
    this.state = state;
    if (changed) this.#options.onState(state, why);
  }
}
