/** Times as people say them, in the reader's language and zone. */

/** @typedef {Record<string, string>} Words */

export class When {
  #time;
  #day;
  #dayAndYear;
  #date;
  #dateAndYear;
  #key;
  #words;

  /**
   * @param {string} language
   * @param {string} zone an IANA name
   * @param {Words} words `am` and `pm`, since browsers don't agree on them
   */
  constructor(language, zone, words) {
    const timeZone = known(zone);
    this.#words = words;
    this.#time = new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", minute: "2-digit", hour12: true });
    /** @type {Intl.DateTimeFormatOptions} */
    const day = { timeZone, weekday: "long", month: "long", day: "numeric" };
    this.#day = new Intl.DateTimeFormat(language, day);
    this.#dayAndYear = new Intl.DateTimeFormat(language, { ...day, year: "numeric" });
    this.#date = new Intl.DateTimeFormat(language, { ...day, timeZone: "UTC" });
    this.#dateAndYear = new Intl.DateTimeFormat(language, { ...day, year: "numeric", timeZone: "UTC" });
    this.#key = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  }

  /** @param {string} at "4:12 pm" */
  time(at) {
    const { hour, minute, dayPeriod } = parts(this.#time, at);
    return `${hour}:${minute} ${this.#words[dayPeriod.toLowerCase()] ?? dayPeriod}`;
  }

  /**
   * @param {string} at a moment to come: the time if it is today, else with its day
   * @param {Date} now
   */
  until(at, now = new Date()) {
    const today = this.dayKey(at) === this.dayKey(now.toISOString());
    return today ? this.time(at) : `${this.day(at, now)}, ${this.time(at)}`;
  }

  /** @param {string} at the reader's date, as 2026-11-17 */
  dayKey(at) {
    const { year, month, day } = parts(this.#key, at);
    return `${year}-${month}-${day}`;
  }

  /**
   * @param {string} at "Tuesday, November 17", with the year when it is another one
   * @param {Date} now
   */
  day(at, now = new Date()) {
    const sameYear = this.dayKey(at).slice(0, 4) === this.dayKey(now.toISOString()).slice(0, 4);
    return (sameYear ? this.#day : this.#dayAndYear).format(new Date(at));
  }

  /**
   * @param {string} on a day of the calendar, as 2026-11-17, which is the same for all
   * @param {Date} now
   */
  date(on, now = new Date()) {
    const sameYear = on.slice(0, 4) === this.dayKey(now.toISOString()).slice(0, 4);
    return (sameYear ? this.#date : this.#dateAndYear).format(new Date(`${on}T00:00:00Z`));
  }
}

/**
 * @param {Intl.DateTimeFormat} format
 * @param {string} at
 * @returns {Record<string, string>}
 */
const parts = (format, at) =>
  Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));

/**
 * A zone that this old browser has never heard of must not stop the page.
 * @param {string} zone
 */
function known(zone) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    return undefined;
  }
}
