/**
 * What a person has sent and the server has not yet taken: kept in the browser's storage, so that it survives a reload
 * and a dead line, and goes out in order. A second tab may send the same entry; the id makes that one message.
 */

export const PREFIX = "outbox:";
const PATIENCE = [2, 5, 10, 30];
const OTHER_TAB = 15_000;

/**
 * @typedef {object} Options
 * @property {string} owner the member id whose words these are
 * @property {Storage | null} storage null where the browser gives none
 * @property {(command: Command) => Promise<AckFrame>} send
 * @property {() => void} onChange
 * @property {(entry: OutboxEntry, ack: AckFrame) => void} [onSent]
 * @property {(wait: number, entries: OutboxEntry[]) => void} [onSlow] the room is slow: what waited is here no more
 */

export class Outbox {
  /** False when entries live in this page's memory only. */
  lasting = true;
  /** @type {OutboxEntry[]} */
  #entries = [];
  #options;
  /** @type {string | null} the one on its way: one at a time keeps the order */
  #sending = null;
  #tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.key = PREFIX + options.owner;
    this.#entries = this.#read();
  }

  /** @returns {OutboxEntry[]} */
  get entries() {
    return this.#entries.map((entry) => (entry.id === this.#sending ? { ...entry, state: "sending" } : entry));
  }

  /** @param {Pick<OutboxEntry, "id" | "room" | "text" | "reply_to" | "at" | "sure" | "files">} words */
  add(words) {
    this.#change((entries) => [...entries, { ...words, state: "waiting", code: null, message: null }]);
    this.flush();
  }

  /** @param {string} id */
  retry(id) {
    this.#update(id, { state: "waiting", code: null, message: null });
    this.flush();
  }

  /**
   * The writer has thought it over: it goes out as it is.
   * @param {string} id
   */
  insist(id) {
    this.#update(id, { sure: true });
    this.retry(id);
  }

  /** @param {string} id */
  remove(id) {
    this.#change((entries) => entries.filter((entry) => entry.id !== id));
  }

  clear() {
    clearTimeout(this.#timer);
    this.#change(() => []);
  }

  /** Another tab has changed what storage holds. What it leaves behind (it may be closed by now) goes out from here. */
  refresh() {
    this.#entries = this.#read();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), OTHER_TAB);
    this.#options.onChange();
  }

  /** Send what waits, oldest first. */
  flush() {
    clearTimeout(this.#timer);
    const next = this.#entries.find((entry) => entry.state === "waiting");
    if (this.#sending || !next) return;
    this.#sending = next.id;
    const { id, room, text, reply_to, sure, files = [] } = next;
    this.#options.onChange();
    const more = { ...(reply_to === null ? {} : { reply_to }), ...(sure ? { sure } : {}) };
    const photos = files.map(({ id, alt = "" }) => ({ id, alt }));
    this.#options.send({ t: "post", id, room, text, ...more, ...(photos.length ? { files: photos } : {}) }).then(
      (ack) => this.#sent(next, ack),
      (why) => this.#failed(id, why),
    );
  }

  /**
   * @param {OutboxEntry} entry
   * @param {AckFrame} ack
   */
  #sent(entry, ack) {
    this.#sending = null;
    this.#tries = 0;
    this.#options.onSent?.(entry, ack);
    this.remove(entry.id);
    this.flush();
  }

  /**
   * @param {string} id
   * @param {Refusal} why
   */
  #failed(id, { code, retry, message, wait, advice, private: kept }) {
    this.#sending = null;
    const { onSlow } = this.#options;
    if (code === "slow_room" && onSlow) return onSlow(wait ?? 0, this.#takeBack());
    if (!retry) {
      this.#update(id, { state: "refused", code, message, ...(code === "second_thought" ? { advice, private: kept } : {}) });
      return this.flush();
    }
    this.#update(id, { code, message });
    // Without a connection there is nothing to wait for: `flush` is called when it is back.
    if (code === "offline" || code === "stopped") return;
    const seconds = wait ?? PATIENCE[Math.min(this.#tries++, PATIENCE.length - 1)];
    this.#timer = setTimeout(() => this.flush(), seconds * 1000);
  }

  /** What waits, to be written on; what was refused stays where its writer sees it. */
  #takeBack() {
    const back = this.#entries.filter(({ state }) => state === "waiting");
    this.#change((entries) => entries.filter(({ state }) => state !== "waiting"));
    return back;
  }

  /**
   * @param {string} id
   * @param {Partial<OutboxEntry>} fields
   */
  #update(id, fields) {
    this.#change((entries) => entries.map((entry) => (entry.id === id ? { ...entry, ...fields } : entry)));
  }

  /**
   * Storage is the truth that tabs share, so each change starts from what it holds now.
   * @param {(entries: OutboxEntry[]) => OutboxEntry[]} edit
   */
  #change(edit) {
    this.#entries = edit(this.#read());
    this.#write();
    this.#options.onChange();
  }

  #read() {
    if (!this.lasting) return this.#entries;
    return entriesAt(this.#options.storage, this.key);
  }

  #write() {
    try {
      const storage = /** @type {Storage} */ (this.#options.storage);
      if (this.#entries.length) storage.setItem(this.key, JSON.stringify(this.#entries));
      else storage.removeItem(this.key);
      this.lasting = true;
    } catch {
      this.lasting = false;
    }
  }
}

/**
 * @param {Storage | null} storage
 * @param {string} key
 * @returns {OutboxEntry[]}
 */
function entriesAt(storage, key) {
  try {
    const entries = JSON.parse(storage?.getItem(key) ?? "[]");
    return Array.isArray(entries) ? entries.filter((entry) => entry?.id && (entry.text || entry.files?.length)) : [];
  } catch {
    return [];
  }
}

/**
 * @param {Storage | null} storage
 * @param {string} prefix
 */
function keysIn(storage, prefix) {
  const keys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? "");
  return keys.filter((key) => key.startsWith(prefix));
}

/**
 * How many messages of anybody still wait on this device.
 * @param {Storage | null} storage
 */
export const countWaiting = (storage) =>
  keysIn(storage, PREFIX).reduce((count, key) => count + entriesAt(storage, key).length, 0);

/**
 * Drop what people other than these members left on this device.
 * @param {Storage | null} storage
 * @param {string} prefix
 * @param {string[]} owners
 */
export function keepOnly(storage, prefix, owners) {
  const kept = new Set(owners.map((owner) => prefix + owner));
  for (const key of keysIn(storage, prefix)) if (!kept.has(key)) storage?.removeItem(key);
}

/** A random UUID; `crypto.randomUUID` exists only on https pages and newer phones. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
