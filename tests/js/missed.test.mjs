/** What is for me alone and came while the line was down: when the page asks, and what it does with the answer. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";

import { Missed, difference } from "../../frontend/static/frontend/js/missed.js";
import { FakeClock } from "./support.mjs";

/** @type {FakeClock} */
let clock;
beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => clock.restore());

describe("asking", () => {
  test("once each time that the line is up, spread over three seconds", async () => {
    let asked = 0;
    const missed = new Missed(() => asked++, () => 0.5);
    missed.up();
    missed.up();
    await clock.pass(1_499);
    assert.equal(asked, 0);
    await clock.pass(10_000);
    assert.equal(asked, 1);
    missed.up();
    await clock.pass(3_000);
    assert.equal(asked, 2);
  });

  test("not while the line is down, and at once when there is something", async () => {
    let asked = 0;
    const missed = new Missed(() => asked++, () => 0.5);
    missed.up();
    missed.down();
    await clock.pass(10_000);
    assert.equal(asked, 0);
    missed.up();
    missed.now();
    assert.equal(asked, 1);
    await clock.pass(10_000);
    assert.equal(asked, 1);
  });
});

describe("the answer", () => {
  test("brings what is new and what staff has answered, and takes out what is over", () => {
    const shown = /** @type {[string, string][]} */ ([["note", ""], ["asks", "waiting"], ["sent", "waiting"]]);
    const told = /** @type {[string, string][]} */ ([["note", ""], ["asks", "declined"], ["second note", ""]]);
    assert.deepEqual(difference(shown, shown, told), { come: ["asks", "second note"], gone: ["sent"] });
  });

  test("leaves alone what has come, gone or changed since the page asked", () => {
    const before = /** @type {[string, string][]} */ ([["let through", "waiting"], ["asks", "waiting"]]);
    const now = /** @type {[string, string][]} */ ([["asks", "answered"], ["just sent", "waiting"]]);
    assert.deepEqual(difference(before, now, before), { come: [], gone: [] });
  });
});
