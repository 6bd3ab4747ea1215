/** What holds for all browser code: text goes in as text, pages stay small, every sentence comes from the server's list. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../frontend/static/frontend/js/", import.meta.url);
const files = ["", "dom/", "pages/"].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(".js")).map((name) => folder + name));
const sources = files.map((name) => ({ name, text: readFileSync(new URL(name, ROOT), "utf8") }));

test("nothing is ever put into a page as markup or run as code", () => {
  const forbidden = /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function|setAttribute\("on|\.srcdoc)\b/;
  for (const { name, text } of sources) assert.doesNotMatch(text, forbidden, name);
});

test("nothing is fetched from anywhere else", () => {
  for (const { name, text } of sources) assert.doesNotMatch(text, /\b(?:https?|wss?):\/\//, name);
});

test("modules say what they are for and stay readable", () => {
  for (const { name, text } of sources) {
    const lines = text.split("\n").length;
    assert.match(text, /^(\/\/\/ <reference[^\n]*\n)?\/\*\*/, `${name} begins with what it is for`);
    assert.ok(lines <= (name.startsWith("pages/") ? 60 : 300), `${name} has ${lines} lines`);
  }
});

test("modules without DOM know nothing of it", () => {
  const face = new Set(["room.js", "voice.js"]);
  for (const { name, text } of sources.filter((file) => !file.name.includes("/") && !face.has(file.name))) {
    assert.doesNotMatch(text, /\b(document|window|location|navigator)\./, name);
    assert.doesNotMatch(text, /from "\.\/dom\//, name);
  }
});

test("every sentence exists in the server's list", () => {
  const words = readFileSync(new URL("../../frontend/words.py", import.meta.url), "utf8");
  const known = new Set([...words.matchAll(/^ {4}"([\w.]+)":/gm)].map(([, key]) => key));
  const used = sources.flatMap(({ text }) => [...text.matchAll(/\bsay\(([^)]*)/g)].flatMap(([, call]) =>
    [...call.split("{ ")[0].matchAll(/"([a-z][\w.]*)"/g)].map(([, key]) => key)));
  for (const stem of ["here", "typing", "observing", "here_count", "unread", "versions", "leaving"]) used.push(`${stem}_one`, `${stem}_many`);
  const parts = new Set(["one", "many", "online"]);
  assert.ok(used.length > 30);
  assert.deepEqual(used.filter((key) => !known.has(key) && !parts.has(key)), []);
});
