/** State + events = fresh state, in whatever order and however often events come. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";

import { Timeline, fold } from "../../frontend/static/frontend/js/timeline.js";
import { pick, randomFrom, shuffled } from "./support.mjs";

const FOLDER = new URL("../fixtures/fold/", import.meta.url);
const cases = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")));

/** @param {Line[]} lines what the shared fixtures compare */
const plain = (lines) =>
  lines.map(({ seq, kind, author, text, masked, files, paper, item, edited, retracted, reply_to, reactions }) =>
    ({ seq, kind, author, text, ...(masked.length ? { masked } : {}), ...(files.length ? { files } : {}), ...(paper ? { paper } : {}), ...(item ? { item } : {}), edited, retracted, reply_to, reactions }));

describe("the fold that the server shares", () => {
  for (const { name, events, lines } of cases) {
    test(name, () => assert.deepEqual(plain(fold(events)), lines));
    test(`${name}, in 50 other orders and with repeats`, () => {
      const random = randomFrom(7);
      for (let round = 0; round < 50; round++) {
        const again = shuffled([...events, ...events.filter(() => random() < 0.5)], random);
        assert.deepEqual(plain(fold(again)), lines);
      }
    });
  }
});

/**
 * A room's life, as a server might have recorded it.
 * @param {() => number} random
 * @param {number} length
 */
function story(random, length) {
  /** @type {EventFrame[]} */
  const events = [];
  /** @type {number[]} */
  const messages = [];
  for (let seq = 1; seq <= length; seq++) {
    const at = new Date(Date.UTC(2026, 10, 1) + seq * 60_000).toISOString();
    const author = pick(["ana", "brianna", "francisco"], random);
    const target = messages.length ? pick(messages, random) : 0;
    const dice = random();
    if (!target || dice < 0.45) {
      messages.push(seq);
      events.push({ seq, kind: "message", author, at, text: `words ${seq}`, ...(target && dice < 0.1 ? { reply_to: target } : {}) });
    } else if (dice < 0.6) events.push({ seq, kind: "message.edited", author, at, target, text: `edit ${seq}` });
    else if (dice < 0.65) events.push({ seq, kind: "message.retracted", author, at, target });
    else if (dice < 0.68) events.push({ seq, kind: "member.renamed", author, at, member: author, text: "Ana G." });
    else {
      const kind = dice < 0.88 ? "reaction.added" : "reaction.removed";
      events.push({ seq, kind, author, at, target, emoji: pick(["👍", "❤️"], random) });
    }
  }
  return events;
}

describe("any interleaving", () => {
  for (let seed = 1; seed <= 60; seed++) {
    test(`of a page, its past and live frames gives the same lines (seed ${seed})`, () => {
      const random = randomFrom(seed);
      const events = story(random, 60);
      const head = Math.floor(random() * 60);
      const first = Math.floor(random() * (head + 1));
      const page = new Timeline(head);
      for (const line of fold(events.slice(0, head)).filter(({ seq }) => seq > first)) page.adopt(line);
      // Live frames, cut anywhere, out of order, some twice; and the older page with all that concerns it.
      const frames = [];
      for (let after = head; after < 60; ) {
        const upto = Math.min(60, after + 1 + Math.floor(random() * 7));
        frames.push({ after, upto, events: events.slice(after, upto) });
        after = upto;
      }
      const older = events.filter(({ seq, target }) => seq <= first || (target !== undefined && target <= first));
      const steps = shuffled([...frames, ...frames.filter(() => random() < 0.3), older], random);
      for (const step of steps) {
        if (Array.isArray(step)) page.fold(step);
        else page.receive(step);
      }
      assert.deepEqual(page.lines(), fold(events));
      assert.equal(page.have, 60);
      assert.equal(page.gap, false);
    });
  }
});

describe("what has reached us", () => {
  const message = (/** @type {number} */ seq) => ({ seq, kind: "message", author: "ana", at: "2026-11-17T16:00:00Z", text: "x" });

  test("a hole is noticed, and closed by what fills it", () => {
    const timeline = new Timeline(10);
    timeline.receive({ after: 12, upto: 13, events: [message(13)] });
    assert.equal(timeline.have, 10);
    assert.equal(timeline.gap, true);
    timeline.receive({ after: 10, upto: 11, events: [message(11)] });
    assert.equal(timeline.have, 11);
    timeline.receive({ after: 11, upto: 12, events: [] });
    assert.equal(timeline.have, 13);
    assert.equal(timeline.gap, false);
  });

  test("a range without events for us (hidden from this person) still counts as seen", () => {
    const timeline = new Timeline(10);
    timeline.receive({ after: 10, upto: 25, events: [] });
    assert.equal(timeline.have, 25);
  });

  test("an old frame again changes nothing", () => {
    const timeline = new Timeline(10);
    timeline.receive({ after: 3, upto: 5, events: [] });
    assert.equal(timeline.have, 10);
  });

  test("it names the lines to draw again, and only those it can draw", () => {
    const timeline = new Timeline(0);
    assert.deepEqual([...timeline.fold([message(4)])], [4]);
    const edit = { seq: 6, kind: "message.edited", author: "ana", at: "", target: 2, text: "y" };
    assert.deepEqual([...timeline.fold([edit])], []);
    assert.deepEqual([...timeline.fold([{ ...edit, seq: 7, target: 4 }])], [4]);
    assert.deepEqual([...timeline.fold([{ seq: 8, kind: "text.erased", at: "", target: 7 }])], [4]);
    assert.equal(timeline.line(4)?.text, "x");
    assert.equal(timeline.line(2), null);
  });
});
