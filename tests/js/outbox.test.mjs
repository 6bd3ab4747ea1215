/** Words once sent are never lost and never said twice (P2, P12). */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";

import { Outbox, countWaiting, keepOnly } from "../../frontend/static/frontend/js/outbox.js";
import { FakeClock, FakeStorage, randomFrom, settle } from "./support.mjs";

/** @type {FakeClock} */
let clock;
beforeEach(() => {
  clock = new FakeClock();
});
afterEach(() => clock.restore());

/** A server that answers when told to, as one browser page sees it. */
class FakeServer {
  online = true;
  /** @type {string[]} texts that are in the record, in order */
  record = [];
  /** @type {Map<string, number>} */
  #seqs = new Map();
  /** @type {(Refusal | null)[]} what to answer next; null is an ack */
  answers = [];
  /** @type {string[]} ids as they came */
  heard = [];
  /** @type {string[]} ids that came from a writer who was sure */
  sure = [];

  /** @param {Command} command */
  send = async (command) => {
    if (command.t !== "post") throw new Error("only posts come from an outbox");
    if (!this.online) throw { code: "offline", retry: true, message: "" };
    this.heard.push(command.id);
    if (command.sure) this.sure.push(command.id);
    const refusal = this.answers.shift();
    if (refusal) throw refusal;
    if (!this.#seqs.has(command.id)) {
      this.record.push(command.text);
      this.#seqs.set(command.id, this.record.length);
    }
    return /** @type {AckFrame} */ ({ t: "ack", id: command.id, room: command.room, seq: this.#seqs.get(command.id), at: "" });
  };
}

/**
 * @param {FakeServer} server
 * @param {FakeStorage | null} storage
 * @param {string} owner
 */
const open = (server, storage, owner = "ana") => new Outbox({ owner, storage, send: server.send, onChange() {} });
/** @param {string} text */
const words = (text) => ({ id: `id-${text}`, room: "macia", text, reply_to: null, at: "2026-11-17T16:00:00Z" });
/** @param {Outbox} outbox */
const states = (outbox) => outbox.entries.map(({ text, state }) => `${text}: ${state}`);

describe("sending", () => {
  test("goes out once, in order, and leaves nothing behind", async () => {
    const server = new FakeServer();
    const storage = new FakeStorage();
    const outbox = open(server, storage);
    for (const text of ["one", "two", "three"]) outbox.add(words(text));
    assert.deepEqual(states(outbox), ["one: sending", "two: waiting", "three: waiting"]);
    await settle();
    assert.deepEqual(server.record, ["one", "two", "three"]);
    assert.deepEqual(server.heard, ["id-one", "id-two", "id-three"]);
    assert.deepEqual(outbox.entries, []);
    assert.equal(storage.length, 0);
  });

  test("offline words wait, survive a reload and go out when the line is back", async () => {
    const server = new FakeServer();
    const storage = new FakeStorage();
    server.online = false;
    open(server, storage).add(words("one"));
    open(server, storage).add(words("two"));
    await settle();
    const reloaded = open(server, storage);
    assert.deepEqual(states(reloaded), ["one: waiting", "two: waiting"]);
    server.online = true;
    reloaded.flush();
    await settle();
    assert.deepEqual(server.record, ["one", "two"]);
  });

  test("an answer goes with the message it answers", async () => {
    /** @type {Command[]} */
    const sent = [];
    const outbox = new Outbox({
      owner: "ana", storage: null, onChange() {},
      send: async (command) => { sent.push(command); throw { code: "offline", retry: true, message: "" }; },
    });
    outbox.add({ ...words("yes"), reply_to: 12 });
    assert.deepEqual(sent, [{ t: "post", id: "id-yes", room: "macia", text: "yes", reply_to: 12 }]);
    await settle();
  });
});

describe("refusals", () => {
  const no = { code: "too_long", retry: false, message: "That is too long." };
  const later = { code: "slow_down", retry: true, message: "One moment.", wait: 7 };

  test("a refusal for good is kept with its reason, and what follows goes on", async () => {
    const server = new FakeServer();
    server.answers = [no];
    const outbox = open(server, new FakeStorage());
    outbox.add(words("one"));
    outbox.add(words("two"));
    await settle();
    assert.deepEqual(server.record, ["two"]);
    assert.equal(outbox.entries.length, 1);
    assert.deepEqual({ ...outbox.entries[0], at: "" }, { ...words("one"), at: "", state: "refused", code: "too_long", message: no.message });
    outbox.retry("id-one");
    await settle();
    assert.deepEqual(server.record, ["two", "one"]);
  });

  test("too soon in a slow room: all that waits is handed back as it was, and nothing is tried again", async () => {
    const server = new FakeServer();
    server.answers = [no, { code: "slow_room", retry: true, message: "Slow.", wait: 300 }];
    const storage = new FakeStorage();
    /** @type {[number, string[]][]} */
    const back = [];
    const outbox = new Outbox({
      owner: "ana", storage, send: server.send, onChange() {},
      onSlow: (wait, entries) => back.push([wait, entries.map(({ text }) => text)]),
    });
    for (const text of ["one", "two", "three"]) outbox.add(words(text));
    await settle();
    await clock.pass(600_000);
    assert.deepEqual(back, [[300, ["two", "three"]]]);
    assert.deepEqual(states(outbox), ["one: refused"]);
    assert.equal(server.heard.length, 2);
  });

  test("words left for a slow room whose page is not open wait as long as the server says", async () => {
    const server = new FakeServer();
    server.answers = [{ code: "slow_room", retry: true, message: "Slow.", wait: 300 }];
    open(server, new FakeStorage()).add(words("one"));
    await clock.pass(299_000);
    assert.equal(server.heard.length, 1);
    await clock.pass(1_000);
    assert.deepEqual(server.record, ["one"]);
  });

  test("a second thought is kept with its advice, never sent again by itself, and goes out when the writer is sure", async () => {
    const advice = [{ code: "blame", reason: "It may be read as blame.", suggestion: "Say what you saw." }];
    const server = new FakeServer();
    server.answers = [{ code: "second_thought", retry: false, message: "Not yet.", advice, private: ["phone"] }];
    const storage = new FakeStorage();
    const outbox = open(server, storage);
    outbox.add(words("one"));
    await settle();
    await clock.pass(60_000);
    const again = open(server, storage);
    again.flush();
    await settle();
    assert.equal(server.heard.length, 1);
    assert.deepEqual([again.entries[0].advice, again.entries[0].private], [advice, ["phone"]]);
    again.insist("id-one");
    await settle();
    assert.deepEqual(server.record, ["one"]);
    assert.deepEqual(server.sure, ["id-one"]);
  });

  test("a refusal for now is tried again after the wait that the server names, still in order", async () => {
    const server = new FakeServer();
    server.answers = [later];
    const outbox = open(server, new FakeStorage());
    outbox.add(words("one"));
    await settle();
    await clock.pass(6_900);
    assert.deepEqual(states(outbox), ["one: waiting"]);
    await clock.pass(200);
    assert.deepEqual(server.record, ["one"]);
  });

  test("the person can take a waiting message out", async () => {
    const server = new FakeServer();
    server.online = false;
    const outbox = open(server, new FakeStorage());
    outbox.add(words("one"));
    await settle();
    outbox.remove("id-one");
    server.online = true;
    outbox.flush();
    await settle();
    assert.deepEqual(server.record, []);
  });
});

describe("storage", () => {
  test("none, or full: words are kept in memory, and it says so", async () => {
    const full = new FakeStorage();
    full.full = true;
    for (const storage of [null, full]) {
      const server = new FakeServer();
      server.online = false;
      const outbox = open(server, storage);
      outbox.add(words("one"));
      outbox.add(words("two"));
      await settle();
      assert.equal(outbox.lasting, false);
      server.online = true;
      outbox.flush();
      await settle();
      assert.deepEqual(server.record, ["one", "two"]);
    }
  });

  test("what it cannot read is no words", () => {
    const storage = new FakeStorage();
    for (const junk of ["{", "7", "null", '[null, 3, {"id": "x"}]']) {
      storage.setItem("outbox:ana", junk);
      assert.deepEqual(open(new FakeServer(), storage).entries, []);
    }
  });

  test("another tab's news is seen, and what a closed tab left goes out from here", async () => {
    const server = new FakeServer();
    const storage = new FakeStorage();
    server.online = false;
    const here = open(server, storage);
    const there = open(server, storage);
    there.add(words("one"));
    here.refresh();
    assert.deepEqual(states(here), ["one: waiting"]);
    server.online = true;
    await clock.pass(15_000);
    assert.deepEqual(server.record, ["one"]);
    there.refresh();
    assert.deepEqual(there.entries, []);
  });

  test("two people on one device never meet each other's words", async () => {
    const server = new FakeServer();
    server.online = false;
    const storage = new FakeStorage();
    storage.setItem("theme", "dark");
    open(server, storage, "ana").add(words("one"));
    open(server, storage, "ana-in-another-room").add(words("two"));
    assert.deepEqual(open(server, storage, "brianna").entries, []);
    assert.equal(countWaiting(storage), 2);
    keepOnly(storage, "outbox:", ["brianna", "ana"]);
    assert.equal(countWaiting(storage), 1);
    keepOnly(storage, "outbox:", []);
    assert.equal(countWaiting(storage), 0);
    assert.equal(storage.getItem("theme"), "dark");
    await settle();
  });
});

describe("any run of troubles", () => {
  for (let seed = 1; seed <= 40; seed++) {
    test(`stores every message once and in order (seed ${seed})`, async () => {
      const random = randomFrom(seed);
      const server = new FakeServer();
      const storage = new FakeStorage();
      // Lost before or lost after the commit: in both cases the page sees only that no answer came.
      const flaky = async (/** @type {Command} */ command) => {
        const lot = random();
        if (lot < 0.3) throw { code: "unavailable", retry: true, message: "" };
        const ack = await server.send(command);
        if (lot < 0.5) throw { code: "unavailable", retry: true, message: "" };
        return ack;
      };
      const said = [];
      let outbox = new Outbox({ owner: "ana", storage, send: flaky, onChange() {} });
      for (let step = 0; step < 12; step++) {
        said.push(`${step}`);
        outbox.add(words(`${step}`));
        server.online = random() < 0.7;
        await clock.pass(random() * 5_000);
        if (random() < 0.3) outbox = new Outbox({ owner: "ana", storage, send: flaky, onChange() {} });
        if (server.online) outbox.flush();
      }
      server.online = true;
      for (let round = 0; round < 30; round++) {
        outbox.flush();
        await clock.pass(31_000);
      }
      assert.deepEqual(server.record, said);
      assert.deepEqual(outbox.entries, []);
    });
  }
});
