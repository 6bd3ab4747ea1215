/**
 * Events in, lines out, case for case as rooms/fold.py does it. Whatever the order in which events come, and however
 * often, the lines are the same: each line keeps what concerns it and tells it again in order of seq.
 */

const LINES = new Set([
  "message", "room.opened", "member.joined", "member.suspended", "member.restored", "member.ended", "member.renamed",
]);

/** In place of words, where a message is only photos. */
export const CAMERA = "📷";

/** @param {Line} line */
export const onlyPhotos = ({ text, files, retracted }) => text === null && files.length > 0 && !retracted;

/** @typedef {Omit<Line, "reactions"> & {reactions: Map<string, string[]>}} Telling */

export class Timeline {
  /** Everything up to this seq has reached us. */
  have = 0;
  /** @type {{after: number, upto: number}[]} ranges that came while something before them is still missing */
  #ahead = [];
  /** @type {Map<number, Line>} each line as it began, or as the page had it */
  #origins = new Map();
  /** @type {Map<number, Map<number, EventFrame>>} by line, then by seq; some wait for their line to come */
  #changes = new Map();
  /** @type {Set<number>} */
  #erased = new Set();
  /** @type {Map<number, number>} lines taken over from the page, with the seq up to which they are up to date */
  #adopted = new Map();

  /** @param {number} have */
  constructor(have = 0) {
    this.have = have;
  }

  /** Something before what we show is missing: ask for it. */
  get gap() {
    return this.#ahead.length > 0;
  }

  /** @param {Line} line as the server rendered it, up to `have` */
  adopt(line) {
    this.#origins.set(line.seq, line);
    this.#adopted.set(line.seq, this.have);
  }

  /**
   * Live events, with the range that they cover.
   * @param {Pick<EventsFrame, "after" | "upto" | "events">} frame
   */
  receive({ after, upto, events }) {
    const changed = this.fold(events);
    this.#ahead.push({ after, upto });
    this.#ahead.sort((a, b) => a.after - b.after);
    while (this.#ahead.length && this.#ahead[0].after <= this.have) {
      this.have = Math.max(this.have, this.#ahead.splice(0, 1)[0].upto);
    }
    return changed;
  }

  /**
   * @param {EventFrame[]} events
   * @returns {Set<number>} the lines that may look different now
   */
  fold(events) {
    const touched = new Set();
    for (const event of events) {
      if (LINES.has(event.kind)) this.#begin(event);
      else if (event.target === undefined || event.seq <= (this.#adopted.get(event.target) ?? 0)) continue;
      else this.#change(event, event.target);
      touched.add(this.#lineOf(event.target ?? event.seq));
    }
    return new Set([...touched].filter((seq) => this.#origins.has(seq)));
  }

  /** @param {EventFrame} event */
  #begin({ seq, kind, at, author, member, text, masked, files, paper, item, reply_to, retracted }) {
    if (this.#adopted.has(seq)) return;
    this.#origins.set(seq, {
      seq, kind, at, author: author ?? null, member: member ?? null, text: text ?? null, masked: masked ?? [], files: files ?? [], paper: paper ?? null, item: item ?? null, reply_to: reply_to ?? null,
      edited: false, retracted: retracted === true, reactions: [], versions: [],
    });
  }

  /**
   * @param {EventFrame} event
   * @param {number} target
   */
  #change(event, target) {
    const changes = this.#changes.get(target) ?? new Map();
    this.#changes.set(target, changes.set(event.seq, event));
    if (event.kind === "text.erased" && !event.files) this.#erased.add(target);
  }

  /**
   * An erasure can name the edit whose words went; it shows on the message.
   * @param {number} seq
   */
  #lineOf(seq) {
    if (!this.#origins.has(seq)) for (const [line, changes] of this.#changes) if (changes.has(seq)) return line;
    return seq;
  }

  /**
   * @param {number} seq
   * @returns {Line | null}
   */
  line(seq) {
    const origin = this.#origins.get(seq);
    if (!origin) return null;
    const line = { ...origin, versions: [...origin.versions], reactions: new Map(origin.reactions) };
    const changes = [...(this.#changes.get(seq)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
    for (const event of changes) tell(line, this.#erased.has(event.seq) ? { ...event, text: undefined } : event);
    return { ...line, reactions: [...line.reactions] };
  }

  lines() {
    const seqs = [...this.#origins.keys()].sort((a, b) => a - b);
    return seqs.map((seq) => /** @type {Line} */ (this.line(seq)));
  }
}

/**
 * @param {Telling} line
 * @param {EventFrame} event
 */
function tell(line, { kind, at, text, masked, files, emoji, author }) {
  if (kind === "message.edited") {
    line.edited = true;
    if (text !== undefined && !line.retracted) replace(line, text, masked ?? [], at);
  } else if (kind === "message.retracted") {
    replace(line, null, [], at);
    line.retracted = true;
  } else if (kind === "text.erased" && files) {
    line.files = line.files.filter(({ id }) => !files.some((gone) => gone.id === id));
  } else if (kind === "text.erased") {
    line.text = null;
    line.masked = [];
    line.versions = [];
  } else if (emoji && author) react(line.reactions, emoji, author, kind === "reaction.added");
}

/**
 * @param {Telling} line
 * @param {string | null} text
 * @param {Mask[]} masked
 * @param {string} at
 */
function replace(line, text, masked, at) {
  if (line.text !== null && line.text !== text) line.versions.push({ text: line.text, at });
  line.text = text;
  line.masked = masked;
}

/**
 * @param {Map<string, string[]>} reactions
 * @param {string} emoji
 * @param {string} author
 * @param {boolean} on
 */
function react(reactions, emoji, author, on) {
  const members = reactions.get(emoji) ?? [];
  const others = members.filter((member) => member !== author);
  if (!on && !others.length) reactions.delete(emoji);
  else if (!on) reactions.set(emoji, others);
  else if (!members.includes(author)) reactions.set(emoji, [...members, author]);
}

/** @param {EventFrame[]} events */
export function fold(events) {
  const timeline = new Timeline();
  timeline.fold(events);
  return timeline.lines();
}
