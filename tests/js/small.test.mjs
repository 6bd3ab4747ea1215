/** The small modules without DOM: typing, presence, reading, drafts, times, words, ids, close codes. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";

import { Drafts } from "../../frontend/static/frontend/js/drafts.js";
import { uuid } from "../../frontend/static/frontend/js/outbox.js";
import { People } from "../../frontend/static/frontend/js/people.js";
import { Presence } from "../../frontend/static/frontend/js/presence.js";
import { afterClose } from "../../frontend/static/frontend/js/protocol.js";
import { ReadCursor } from "../../frontend/static/frontend/js/reading.js";
import { TypingBoard, TypingSender } from "../../frontend/static/frontend/js/typing.js";
import { When } from "../../frontend/static/frontend/js/when.js";
import { Words } from "../../frontend/static/frontend/js/words.js";
import { FakeClock, FakeStorage } from "./support.mjs";

/** @type {FakeClock} */
let clock;
beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => clock.restore());

describe("typing", () => {
  test("is told once in three seconds, and anew after sending", () => {
    const typing = new TypingSender();
    assert.deepEqual([0, 100, 2_999, 3_000, 5_000].map((now) => typing.due(now)), [true, false, false, true, false]);
    typing.reset();
    assert.equal(typing.due(5_001), true);
  });

  test("is shown for five seconds, or until the words come", () => {
    const board = new TypingBoard();
    board.note("ana", 0);
    board.note("brianna", 2_000);
    assert.deepEqual(board.shown(4_999), ["ana", "brianna"]);
    assert.equal(board.next(4_999), 1);
    assert.deepEqual(board.shown(5_000), ["brianna"]);
    board.drop("brianna");
    assert.deepEqual(board.shown(5_000), []);
    assert.equal(board.next(5_000), null);
  });
});

describe("presence", () => {
  const member = { name: "", role: "", state: "active", away: [] };
  const welcome = () => ({
    members: [{ ...member, id: "ana", here: true, read: 5 }, { ...member, id: "brianna", here: false, read: 9 }],
    observing: ["tianna"],
  });

  test("starts from the welcome and follows the frames", () => {
    const presence = new Presence();
    presence.welcome(welcome());
    assert.equal(presence.apply({ t: "presence", room: "macia", member: "brianna", here: true }), true);
    assert.equal(presence.apply({ t: "presence", room: "macia", member: "ana", here: false }), true);
    assert.equal(presence.apply({ t: "observing", room: "macia", member: "tianna", on: false }), true);
    assert.equal(presence.apply({ t: "pong", heads: {} }), false);
    assert.deepEqual([...presence.here], ["brianna"]);
    assert.deepEqual([...presence.observing], []);
  });

  test("a new welcome makes old news void; what was seen stays seen", () => {
    const presence = new Presence();
    presence.welcome(welcome());
    presence.apply({ t: "seen", room: "macia", upto: { ana: 12 }, at: "" });
    presence.unknown();
    assert.deepEqual([...presence.here], []);
    presence.welcome(welcome());
    assert.deepEqual([...presence.here], ["ana"]);
    assert.deepEqual(presence.seenBy(9), ["ana", "brianna"]);
    assert.deepEqual(presence.seenBy(10), ["ana"]);
    assert.deepEqual(presence.seenBy(13), []);
  });
});

describe("who has seen what", () => {
  /** @type {MemberFrame} */
  const brianna = { id: "brianna", name: "", role: "", state: "active", here: true, read: 20, away: [[1, 3], [8, 9]] };
  /**
   * @param {number} seq
   * @param {string} kind
   * @returns {EventFrame}
   */
  const event = (seq, kind) => ({ seq, kind, member: "brianna", at: "" });

  test("nobody has seen what was said before they came, or while they were paused", () => {
    const presence = new Presence();
    presence.welcome({ members: [brianna], observing: [] });
    assert.deepEqual([3, 4, 8, 9, 10, 21].map((seq) => presence.seenBy(seq).length), [0, 1, 0, 0, 1, 0]);
  });

  test("a pause that begins and ends on the open page counts too", () => {
    const presence = new Presence();
    presence.welcome({ members: [{ ...brianna, away: [] }], observing: [] });
    presence.follow([event(5, "member.suspended")]);
    assert.deepEqual([5, 6, 20].map((seq) => presence.seenBy(seq).length), [1, 0, 0]);
    presence.follow([event(9, "member.restored")]);
    assert.deepEqual([8, 9, 10].map((seq) => presence.seenBy(seq).length), [0, 0, 1]);
  });
});

describe("reading", () => {
  /** @type {number[]} */
  let told;
  let online = true;
  const cursor = () => new ReadCursor(5, (upto) => (online ? told.push(upto) : 0) > 0);
  beforeEach(() => {
    told = [];
    online = true;
  });

  test("is told after a moment of looking, once", async () => {
    const reading = cursor();
    reading.update(true, 7);
    await clock.pass(900);
    assert.deepEqual(told, []);
    await clock.pass(200);
    reading.update(true, 7);
    await clock.pass(2_000);
    assert.deepEqual(told, [7]);
  });

  test("nothing is told of what nobody looks at, nor of what is known", async () => {
    const reading = cursor();
    reading.update(false, 9);
    reading.update(true, 5);
    reading.update(true, 8);
    reading.update(false, 8);
    await clock.pass(5_000);
    assert.deepEqual(told, []);
  });

  test("what could not be told is told when the line is back", async () => {
    online = false;
    const reading = cursor();
    reading.update(true, 7);
    await clock.pass(2_000);
    online = true;
    reading.again();
    await clock.pass(2_000);
    assert.deepEqual(told, [7]);
  });
});

describe("drafts", () => {
  test("survive a reload and cross neither rooms nor people", () => {
    const storage = new FakeStorage();
    new Drafts(storage, "ana-in-macia").save({ text: "Tell her", reply: 4, edit: null });
    assert.deepEqual(new Drafts(storage, "ana-in-macia").load(), { text: "Tell her", reply: 4, edit: null });
    assert.equal(new Drafts(storage, "ana-in-gladys").load(), null);
    assert.equal(new Drafts(storage, "francisco-in-macia").load(), null);
  });

  test("leave nothing behind when empty or sent", () => {
    const storage = new FakeStorage();
    const drafts = new Drafts(storage, "ana");
    drafts.save({ text: "a", reply: null, edit: null });
    drafts.save({ text: "", reply: 4, edit: null });
    assert.equal(storage.length, 0);
  });

  test("no storage, a full one or junk in it: the writing goes on", () => {
    const storage = new FakeStorage();
    storage.full = true;
    for (const place of [null, storage]) {
      const drafts = new Drafts(place, "ana");
      drafts.save({ text: "a", reply: null, edit: null });
      assert.equal(drafts.load(), null);
      drafts.clear();
    }
    storage.full = false;
    storage.setItem("draft:ana", "{");
    assert.equal(new Drafts(storage, "ana").load(), null);
  });
});

describe("times", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  const at = "2026-11-18T00:12:00Z";

  test("are the reader's own, in zone and language", () => {
    const english = new When("en", "America/Los_Angeles", { am: "am", pm: "pm" });
    assert.equal(english.time(at), "4:12 pm");
    assert.equal(english.dayKey(at), "2026-11-17");
    assert.equal(english.day(at, now), "Tuesday, November 17");
    assert.equal(english.day("2025-11-17T20:00:00Z", now), "Monday, November 17, 2025");
    const spanish = new When("es", "America/New_York", { am: "a. m.", pm: "p. m." });
    assert.equal(spanish.time(at), "7:12 p. m.");
    assert.equal(spanish.time("2026-11-17T05:05:00Z"), "12:05 a. m.");
    assert.equal(spanish.day(at, now), "martes, 17 de noviembre");
  });

  test("a moment to come has its day unless it is today", () => {
    const when = new When("en", "America/Los_Angeles", { am: "am", pm: "pm" });
    assert.equal(when.until("2026-11-22T22:30:00Z", now), "2:30 pm");
    assert.equal(when.until("2026-11-23T22:30:00Z", now), "Monday, November 23, 2:30 pm");
  });

  test("a day starts at midnight where the reader is", () => {
    const when = new When("en", "Europe/Madrid", {});
    assert.equal(when.dayKey("2026-11-17T22:59:59Z"), "2026-11-17");
    assert.equal(when.dayKey("2026-11-17T23:00:00Z"), "2026-11-18");
  });

  test("a day of the calendar is the same for all", () => {
    for (const zone of ["Pacific/Honolulu", "Pacific/Kiritimati"]) {
      assert.equal(new When("en", zone, {}).date("2026-11-17", now), "Tuesday, November 17");
    }
    assert.equal(new When("es", "America/New_York", {}).date("2025-11-17", now), "lunes, 17 de noviembre de 2025");
  });

  test("a zone that the browser does not know does not stop the page", () => {
    assert.match(new When("en", "Mars/Olympus", {}).day(at, now), /November 1[78]/);
  });
});

describe("words", () => {
  test("take names and numbers in as text", () => {
    const words = new Words({ seen_by: "Seen by {names}", count: "{count} of {count}" }, "en");
    assert.equal(words.say("seen_by", { names: words.list(["Ana", "Brianna"]) }), "Seen by Ana and Brianna");
    assert.equal(words.say("count", { count: 3 }), "3 of 3");
    assert.equal(words.say("seen_by", { names: "{count} $& <b>" }), "Seen by {count} $& <b>");
    assert.equal(words.say("nothing"), "");
    assert.equal(new Words({}, "es").list(["Ana", "Inés"]), "Ana e Inés");
  });
});

describe("people", () => {
  const words = new Words({ "role.foster_parent": "foster parent" }, "en");
  const member = { role: "birth_parent", role_label: "birth parent", tone: 0, staff: false };
  const people = () => new People([
    { ...member, id: "a", name: "Ana", initial: "A" },
    { ...member, id: "b", name: "Brianna", initial: "B" },
    { ...member, id: "t", name: "Tianna", initial: "T", role: "social_worker", staff: true },
  ], "a", words);
  const event = (/** @type {string} */ kind, /** @type {object} */ more) => ({ seq: 1, kind, at: "", ...more });

  test("the others are neither I nor staff nor somebody unknown", () => {
    assert.deepEqual(people().othersAmong(["a", "t", "b", "x"]), ["Brianna"]);
    assert.deepEqual(people().present("You"), ["You", "Brianna"]);
  });

  test("who comes, goes, comes back or has another name is known at once", () => {
    const known = people();
    assert.equal(known.apply([event("message", { author: "b" })]), false);
    assert.equal(known.apply([event("member.joined", { member: "w", role: "foster_parent", text: "Wendy" })]), true);
    assert.deepEqual([known.get("w").role_label, known.get("w").initial], ["foster parent", "W"]);
    known.apply([event("member.suspended", { member: "b" })]);
    assert.deepEqual(known.present("You"), ["You", "Wendy"]);
    known.apply([event("member.restored", { member: "b" }), event("member.renamed", { member: "b", text: "Bri" })]);
    assert.deepEqual(known.present("You"), ["You", "Bri", "Wendy"]);
    assert.equal(known.get("b").role_label, "birth parent");
    assert.equal(known.idOf("Bri"), "b");
  });

  test("older events name who has left, and do not bring back old names", () => {
    const known = people();
    known.remember([
      event("member.joined", { member: "j", role: "birth_parent", text: "Joshua" }),
      event("member.joined", { member: "b", role: "foster_parent", text: "Brianna Winter" }),
    ]);
    assert.equal(known.nameOf("j"), "Joshua");
    assert.equal(known.nameOf("b"), "Brianna");
  });
});

test("ids are random UUIDs", () => {
  const ids = new Set(Array.from({ length: 1000 }, uuid));
  assert.equal(ids.size, 1000);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a close code's range says what to do", () => {
  const asked = [1000, 1006, 1011, 1012, 3999, 4000, 4001, 4003, 4099, 4100, 4101, 4199, 4200, 4202, 4299, 4300].map(afterClose);
  assert.deepEqual(asked, [
    "backoff", "backoff", "backoff", "soon", "backoff", "stop", "sign-in", "stop", "stop",
    "soon", "soon", "soon", "later", "later", "later", "backoff",
  ]);
});
