/** Who of a room is here, who of the staff reads along, and how far each has seen. */

export class Presence {
  /** @type {Set<string>} */
  here = new Set();
  /** @type {Set<string>} */
  observing = new Set();
  /** @type {Map<string, number>} */
  #seen = new Map();
  /** @type {Map<string, [number, number][]>} numbers from and to which each does not see, 0 while it goes on */
  #away = new Map();

  /** @param {Pick<RoomFrame, "members" | "observing">} room the state as of now; older news is void */
  welcome({ members, observing }) {
    this.here = new Set(members.filter((member) => member.here).map((member) => member.id));
    this.observing = new Set(observing);
    for (const { id, read, away } of members) {
      this.saw(id, read);
      this.#away.set(id, away);
    }
  }

  /** @param {EventFrame[]} events new ones: who comes, goes and is back does not see what is said meanwhile */
  follow(events) {
    for (const { kind, member = "", seq } of events) {
      const away = this.#away.get(member) ?? [];
      if (kind === "member.joined") away.push([1, seq - 1]);
      if (kind === "member.suspended" || kind === "member.ended") away.push([seq + 1, 0]);
      if (kind === "member.restored") for (const one of away) one[1] ||= seq;
      this.#away.set(member, away);
    }
  }

  /**
   * @param {ServerFrame} frame
   * @returns {boolean} whether it was about presence
   */
  apply(frame) {
    if (frame.t === "presence") put(this.here, frame.member, frame.here);
    else if (frame.t === "observing") put(this.observing, frame.member, frame.on);
    else if (frame.t === "seen") for (const [member, upto] of Object.entries(frame.upto)) this.saw(member, upto);
    else return false;
    return true;
  }

  /** The line is down, so nobody can be said to be here. */
  unknown() {
    this.here.clear();
    this.observing.clear();
  }

  /**
   * A read mark only moves forward.
   * @param {string} member
   * @param {number} upto
   */
  saw(member, upto) {
    this.#seen.set(member, Math.max(upto, this.#seen.get(member) ?? 0));
  }

  /** @param {number} seq */
  seenBy(seq) {
    return [...this.#seen].filter(([member, upto]) => upto >= seq && !this.#isHidden(member, seq)).map(([member]) => member);
  }

  /**
   * @param {string} member
   * @param {number} seq
   */
  #isHidden(member, seq) {
    return (this.#away.get(member) ?? []).some(([first, last]) => first <= seq && (!last || seq <= last));
  }
}

/**
 * @param {Set<string>} set
 * @param {string} member
 * @param {boolean} on
 */
function put(set, member, on) {
  if (on) set.add(member);
  else set.delete(member);
}
