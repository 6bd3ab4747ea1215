/** The members of a room by their public ids: what each is called, and how their initial looks. */

/** @typedef {import("./words.js").Words} Words */

const TONES = 4;

export class People {
  /** @type {Map<string, PageMember>} */
  #members;
  /** @type {Set<string>} those who take part now */
  #active;
  #words;

  /**
   * @param {PageMember[]} members
   * @param {string | null} me
   * @param {Words} words
   */
  constructor(members, me, words) {
    this.me = me;
    this.#words = words;
    this.#members = new Map(members.map((member) => [member.id, member]));
    this.#active = new Set(this.#members.keys());
  }

  /**
   * @param {string | null} id
   * @returns {PageMember}
   */
  get(id) {
    return this.#members.get(id ?? "") ?? { id: id ?? "", name: "", role: "", role_label: "", tone: 0, initial: "", staff: false };
  }

  /** @param {string} id */
  nameOf(id) {
    return this.get(id).name;
  }

  /**
   * Names are unique within a room, so a name that the page shows says who it is.
   * @param {string} name
   */
  idOf(name) {
    for (const member of this.#members.values()) if (member.name === name) return member.id;
    return name;
  }

  /** Whom of the staff one asks: the social workers who take part now, or whoever is there if there is none. */
  get staffNames() {
    const staff = [...this.#members.values()].filter((member) => member.staff && this.#active.has(member.id));
    const workers = staff.filter(({ role }) => role === "social_worker");
    return (workers.length ? workers : staff).map(({ name }) => name);
  }

  /** @param {Iterable<string>} ids */
  othersAmong(ids) {
    return [...ids].filter((id) => id !== this.me && this.#members.has(id) && !this.get(id).staff).map((id) => this.nameOf(id));
  }

  /** @param {string} id */
  takesPart(id) {
    return this.#active.has(id);
  }

  /**
   * Those who take part, staff not: the reader first, called `you`.
   * @param {string} you
   */
  present(you) {
    const others = [...this.#members.values()].filter(({ id, staff }) => this.#active.has(id) && !staff && id !== this.me);
    const mine = this.#members.get(this.me ?? "");
    return [...(mine && !mine.staff ? [you] : []), ...others.map(({ name }) => name)];
  }

  /**
   * @param {Partial<PageMember> & {id: string, name: string}} member
   */
  learn(member) {
    const known = this.#members.get(member.id);
    const role = member.role ?? known?.role ?? "";
    this.#members.set(member.id, {
      role_label: this.#words.say(`role.${role}`), tone: this.#members.size % TONES, staff: false,
      ...known, ...member, role, initial: member.name.slice(0, 1).toUpperCase(),
    });
  }

  /** @param {MemberFrame[]} members as the server has them now */
  welcome(members) {
    for (const { id, name, role } of members) this.learn({ id, name, role });
    this.#active = new Set(members.filter(({ state }) => state === "active").map(({ id }) => id));
  }

  /**
   * @param {EventFrame[]} events new ones
   * @returns {boolean} whether names or those who take part have changed
   */
  apply(events) {
    const about = events.filter(({ member }) => member);
    for (const { kind, member = "", role, text } of about) {
      if (kind === "member.joined" || kind === "member.renamed") this.learn({ id: member, name: text ?? "", ...(role ? { role } : {}) });
      if (kind === "member.joined" || kind === "member.restored") this.#active.add(member);
      if (kind === "member.suspended" || kind === "member.ended") this.#active.delete(member);
    }
    return about.length > 0;
  }

  /**
   * Older events name people who have left since; those whom we know have kept their names up to date.
   * @param {EventFrame[]} events
   */
  remember(events) {
    for (const { kind, member = "", role, text } of events) {
      if (kind === "member.joined" && !this.nameOf(member)) this.learn({ id: member, name: text ?? "", role: role ?? "" });
    }
  }
}
