/** The line to the server: it heals, it does what close codes say, and a command is carried until it is answered. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";

import { Backoff } from "../../frontend/static/frontend/js/backoff.js";
import { Socket } from "../../frontend/static/frontend/js/socket.js";
import { FakeClock, settle } from "./support.mjs";

/** @type {FakeClock} */
let clock;
/** @type {FakeSocket[]} */
let opened;
/** @type {string[]} */
let states;
/** @type {ServerFrame[]} */
let frames;
let network = true;

beforeEach(() => {
  clock = new FakeClock();
  opened = [];
  states = [];
  frames = [];
  network = true;
});
afterEach(() => clock.restore());

class FakeSocket {
  /** @type {any[]} */
  sent = [];
  closed = false;
  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onclose = null;

  constructor() {
    opened.push(this);
  }

  /** @param {string} data */
  send(data) {
    this.sent.push(JSON.parse(data));
  }

  close() {
    this.closed = true;
  }

  /** @param {object} frame */
  say(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** @param {number} code */
  drop(code) {
    this.onclose?.({ code });
  }
}

const WELCOME = { t: "welcome", protocol: "coparenting.v1", at: "", rooms: [], limits: {} };
const line = () => opened[opened.length - 1];
/** @param {string} id @returns {Command} */
const post = (id) => ({ t: "post", id, room: "macia", text: `words ${id}` });

function connect() {
  const socket = new Socket({
    open: () => /** @type {any} */ (new FakeSocket()),
    onFrame: (frame) => frames.push(frame),
    onState: (state, why) => states.push(why ? `${state}: ${why}` : state),
    hasNetwork: () => network,
    random: () => 0.5,
  });
  socket.start();
  line().say(WELCOME);
  return socket;
}

describe("a good line", () => {
  test("is online from the welcome on, and not before", () => {
    const socket = new Socket({ open: () => /** @type {any} */ (new FakeSocket()), onFrame() {}, onState: (state) => states.push(state) });
    socket.start();
    assert.equal(socket.send({ t: "typing", room: "macia" }), false);
    line().say(WELCOME);
    assert.deepEqual(states, ["online"]);
    assert.equal(socket.send({ t: "typing", room: "macia" }), true);
    assert.deepEqual(line().sent, [{ t: "typing", room: "macia" }]);
  });

  test("is asked for a sign of life every 25 seconds, and kept while it gives one", async () => {
    connect();
    for (let round = 0; round < 5; round++) {
      await clock.pass(25_000);
      line().say({ t: "pong", heads: {} });
    }
    assert.equal(opened.length, 1);
    assert.equal(line().sent.filter(({ t }) => t === "ping").length, 5);
  });

  test("gives answers to those who asked", async () => {
    const socket = connect();
    const ok = socket.request(post("a"));
    const no = socket.request(post("b"));
    line().say({ t: "error", code: "empty", retry: false, message: "Write something first.", id: "b" });
    line().say({ t: "ack", id: "a", room: "macia", seq: 7, at: "" });
    line().say({ t: "ack", id: "never asked", room: "macia", seq: 8, at: "" });
    assert.equal((await ok).seq, 7);
    await assert.rejects(no, { code: "empty", retry: false });
  });

  test("passes over frames of a newer server, and what is no frame", () => {
    connect();
    for (const data of ['{"t":"photo"}', "{", "[]", "7", "null"]) line().onmessage?.({ data });
    line().onmessage?.({ data: new ArrayBuffer(2) });
    assert.deepEqual(frames.map(({ t }) => t), ["welcome"]);
  });
});

describe("a bad line", () => {
  test("is given up when the welcome does not come", async () => {
    const socket = new Socket({ open: () => /** @type {any} */ (new FakeSocket()), onFrame() {}, onState() {}, random: () => 0.5 });
    socket.start();
    await clock.pass(15_000 + 600);
    assert.equal(opened.length, 2);
    assert.equal(opened[0].closed, true);
  });

  test("is given up when a ping stays without an answer", async () => {
    connect();
    await clock.pass(25_000 + 10_000 + 500);
    assert.equal(opened.length, 2);
    assert.deepEqual(states, ["online", "connecting"]);
  });

  test("is given up when a command stays without an answer, and the next one carries it with the same id", async () => {
    const socket = connect();
    const answer = socket.request(post("a"));
    await clock.pass(10_000 + 500);
    assert.equal(opened.length, 2);
    line().say(WELCOME);
    assert.deepEqual(line().sent, [post("a")]);
    line().say({ t: "ack", id: "a", room: "macia", seq: 7, at: "" });
    assert.equal((await answer).seq, 7);
  });

  test("keeps the order of what was on its way, before anything new", async () => {
    const socket = connect();
    void socket.request(post("a"));
    void socket.request(post("b"));
    line().drop(1006);
    await assert.rejects(socket.request(post("c")), { code: "offline", retry: true });
    await clock.pass(2_000);
    line().say(WELCOME);
    void socket.request(post("c"));
    assert.deepEqual(line().sent.map(({ id }) => id), ["a", "b", "c"]);
  });

  test("can't speak any more once it is given up", async () => {
    connect();
    line().drop(1006);
    opened[0].say({ t: "left", room: "macia", code: "ended" });
    assert.equal(frames.length, 1);
  });

  test("is tested at once when the page is looked at again", async () => {
    const socket = connect();
    socket.wake();
    assert.deepEqual(line().sent, [{ t: "ping" }]);
    await clock.pass(4_600);
    assert.equal(opened.length, 2);
  });
});

describe("after a loss", () => {
  test("it comes back later each time, 1 to 30 seconds, and starts short again after a line that held", async () => {
    connect();
    const waits = [];
    for (let round = 0; round < 7; round++) {
      line().drop(1006);
      const start = clock.now;
      const count = opened.length;
      while (opened.length === count) await clock.pass(100);
      waits.push(Math.round((clock.now - start) / 1000));
    }
    assert.deepEqual(waits, [1, 1, 1, 2, 3, 5, 8]);
    line().say(WELCOME);
    await clock.pass(10_001);
    line().drop(1006);
    await clock.pass(1_100);
    assert.equal(opened.length, 9);
  });

  test("a restart and 4100 to 4199: soon", async () => {
    for (const code of [1012, 4101]) {
      connect();
      const count = opened.length;
      line().drop(code);
      await clock.pass(600);
      assert.equal(opened.length, count + 1);
    }
  });

  test("a goodbye with a time: not before that time, even when woken", async () => {
    const socket = connect();
    line().say({ t: "bye", wait: 4 });
    line().drop(1012);
    await clock.pass(3_900);
    socket.wake();
    assert.equal(opened.length, 1);
    await clock.pass(700);
    assert.equal(opened.length, 2);
  });

  test("4200 to 4299: later, and not before the time that the refusal named", async () => {
    connect();
    line().say({ t: "error", code: "too_many_sockets", retry: true, message: "", wait: 20 });
    line().drop(4202);
    await clock.pass(19_900);
    assert.equal(opened.length, 1);
    await clock.pass(1_200);
    assert.equal(opened.length, 2);
  });

  test("4000 to 4099: never", async () => {
    const socket = connect();
    const answer = socket.request(post("a"));
    line().drop(4003);
    await assert.rejects(answer, { code: "stopped" });
    socket.wake();
    await clock.pass(120_000);
    assert.equal(opened.length, 1);
    assert.deepEqual(states, ["online", "stopped: stop"]);
  });

  test("4001: never, and the page is told that the person is signed out", () => {
    connect();
    line().drop(4001);
    assert.deepEqual(states, ["online", "stopped: sign-in"]);
  });

  test("without network it says so, still tries now and then, and returns at once with the network", async () => {
    const socket = connect();
    network = false;
    socket.sleep();
    assert.deepEqual(states, ["online", "offline"]);
    await clock.pass(30_100);
    assert.equal(opened.length, 2);
    line().drop(1006);
    network = true;
    socket.wake();
    assert.equal(opened.length, 3);
    line().say(WELCOME);
    assert.deepEqual(states, ["online", "offline", "connecting", "online"]);
  });

  test("stopping is for good", async () => {
    const socket = connect();
    socket.stop();
    socket.sleep();
    socket.wake();
    await clock.pass(60_000);
    await settle();
    assert.equal(opened.length, 1);
    assert.equal(opened[0].closed, true);
  });
});

test("a thousand pages don't come back in the same moment", () => {
  const delays = Array.from({ length: 1000 }, () => new Backoff().next("soon"));
  const busiest = Math.max(...Array.from({ length: 10 }, (_, slot) => delays.filter((delay) => Math.floor(delay / 101) === slot).length));
  assert.ok(busiest < 200, `${busiest} of 1000 in one tenth of a second`);
});
