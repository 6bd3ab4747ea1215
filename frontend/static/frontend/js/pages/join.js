/** Coming in by the QR code: the code stands behind the # of the address, which no server and no log gets to see. */

const code = /** @type {HTMLInputElement | null} */ (document.querySelector("#code"));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#code-form"));

function scan() {
  const scanned = location.hash.slice(1);
  if (!code || !form || !/^[\w-]{4,40}$/.test(scanned)) return;
  history.replaceState(null, "", location.pathname);
  code.value = scanned;
  form.requestSubmit();
}

window.addEventListener("hashchange", scan);
scan();
