/** Commands that wait for the server's answer. They outlive a connection: the next one carries them again, with the same id. */

/**
 * @typedef {object} Pending
 * @property {Command} command
 * @property {(ack: AckFrame) => void} resolve
 * @property {(why: Refusal) => void} reject
 * @property {ReturnType<typeof setTimeout>} [timer]
 */

export class Requests {
  /** @type {Map<string, Pending>} in the order in which they were made */
  #pending = new Map();
  #send;
  #patience;
  #onSilence;

  /**
   * @param {(command: Command) => void} send
   * @param {number} patience milliseconds until an answer is missed
   * @param {() => void} onSilence
   */
  constructor(send, patience, onSilence) {
    this.#send = send;
    this.#patience = patience;
    this.#onSilence = onSilence;
  }

  /**
   * @param {Command} command
   * @returns {Promise<AckFrame>} rejected with a Refusal
   */
  ask(command) {
    return new Promise((resolve, reject) => {
      const pending = { command, resolve, reject };
      this.#pending.set(command.id, pending);
      this.#deliver(pending);
    });
  }

  again() {
    for (const pending of this.#pending.values()) this.#deliver(pending);
  }

  /** The line is gone; nobody is expected to answer for now. */
  pause() {
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
  }

  /** @param {AckFrame | ErrorFrame} answer */
  answered(answer) {
    const pending = this.#pending.get(answer.id ?? "");
    if (!pending) return;
    clearTimeout(pending.timer);
    this.#pending.delete(pending.command.id);
    if (answer.t === "ack") pending.resolve(answer);
    else pending.reject(answer);
  }

  abandon() {
    this.pause();
    for (const { reject } of this.#pending.values()) reject({ code: "stopped", retry: true, message: "" });
    this.#pending.clear();
  }

  /** @param {Pending} pending */
  #deliver(pending) {
    clearTimeout(pending.timer);
    pending.timer = setTimeout(this.#onSilence, this.#patience);
    this.#send(pending.command);
  }
}
