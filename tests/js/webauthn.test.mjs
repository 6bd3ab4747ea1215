/** Passkeys on the wire: bytes as base64url, and a passkey that the device itself keeps and guards. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, bytes, creation, request, text } from "../../frontend/static/frontend/js/webauthn.js";

test("bytes come back as they went, with every sign that an address may have", () => {
  const all = Uint8Array.from({ length: 256 }, (_, value) => value);
  const written = text(all.buffer) ?? "";
  assert.match(written, /^[\w-]+$/);
  assert.deepEqual(bytes(written), all);
  assert.equal(text(null), undefined);
});

test("what is asked for is kept by the device, behind a finger, a face or a code", () => {
  const asked = { challenge: "AQID", user: { id: "Mg", name: "ana.g" }, authenticatorSelection: { residentKey: "discouraged" } };
  const { publicKey } = creation({ publicKey: asked });
  assert.deepEqual(publicKey.challenge, Uint8Array.of(1, 2, 3));
  assert.deepEqual(publicKey.user, { id: Uint8Array.of(50), name: "ana.g" });
  const { residentKey, userVerification } = publicKey.authenticatorSelection;
  assert.deepEqual([residentKey, userVerification], ["required", "required"]);
});

test("a sign-in names the passkeys that would do, or none", () => {
  const { publicKey } = request({ publicKey: { challenge: "AQID", allowCredentials: [{ type: "public-key", id: "BAU" }] } });
  assert.deepEqual(publicKey.allowCredentials, [{ type: "public-key", id: Uint8Array.of(4, 5) }]);
  assert.deepEqual(request({ publicKey: { challenge: "AQID" } }).publicKey.allowCredentials, []);
});

test("the answer holds what the browser gave and nothing else", () => {
  const { buffer } = Uint8Array.of(1, 2, 3);
  const response = { clientDataJSON: buffer, signature: buffer, userHandle: null, getTransports: () => [] };
  const found = { id: "x", rawId: buffer, type: "public-key", response, getClientExtensionResults: () => ({}) };
  const told = JSON.parse(answer(found));
  assert.deepEqual(told.response, { clientDataJSON: "AQID", signature: "AQID" });
  assert.equal(told.rawId, "AQID");
});
