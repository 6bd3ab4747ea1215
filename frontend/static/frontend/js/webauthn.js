/** Passkeys: what the server says in JSON for the browser's own questions, and back. Bytes travel as base64url. */

/** @param {string} text */
export function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} buffer */
export function text(buffer) {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @typedef {{ publicKey: any }} Options as the server sends them */

/** @param {Options} options */
export function request({ publicKey }) {
  const allowed = (publicKey.allowCredentials ?? []).map(known);
  return { publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: allowed } };
}

/**
 * A passkey proper: the device keeps who it is for, and asks for a finger, a face or a code.
 *
 * @param {Options} options
 */
export function creation({ publicKey }) {
  const excluded = (publicKey.excludeCredentials ?? []).map(known);
  const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  const kept = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const authenticatorSelection = { ...publicKey.authenticatorSelection, ...kept };
  const challenge = bytes(publicKey.challenge);
  return { publicKey: { ...publicKey, challenge, user, excludeCredentials: excluded, authenticatorSelection } };
}

/** @param {{ id: string }} credential */
function known(credential) {
  return { ...credential, id: bytes(credential.id) };
}

/** @param {any} credential what the browser made or found, as JSON for the server */
export function answer(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(parts.map((part) => [part, text(response[part])])),
  });
}
