/** Passkeys on the pages of signing in: each form that uses one is shown where the browser has them. */

import { answer, creation, request } from "../webauthn.js";

/** @param {HTMLFormElement} form */
async function options(form) {
  const there = document.getElementById("passkey-options")?.textContent;
  if (there) return JSON.parse(there);
  const told = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  return (await told.json()).request_options;
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const wanted = await options(form);
  const make = form.dataset.passkey === "create";
  const found = make
    ? await navigator.credentials.create(creation(wanted))
    : await navigator.credentials.get(request(wanted));
  /** @type {HTMLInputElement} */ (form.elements.namedItem("credential")).value = answer(found);
  form.submit();
}

/** @param {HTMLFormElement} form */
function ready(form) {
  const failed = /** @type {HTMLElement | null} */ (form.querySelector(".errors"));
  const button = form.querySelector("button");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button) button.disabled = true;
    if (failed) failed.hidden = true;
    try {
      await ask(form);
    } catch {
      if (failed) failed.hidden = false;
      if (button) button.disabled = false;
    }
  });
}

/** Whose device it is, as it was ticked in the form above. */
function copyBorrowed() {
  const ticked = /** @type {HTMLInputElement | null} */ (document.querySelector("[type=checkbox][name=borrowed]"));
  const copy = /** @type {HTMLInputElement | null} */ (document.querySelector(".passkey [name=borrowed]"));
  const set = () => copy && ticked && (copy.value = ticked.checked ? "on" : "");
  ticked?.addEventListener("change", set);
  set();
}

if (window.PublicKeyCredential) for (const form of document.forms) if (form.dataset.passkey) ready(form);
copyBorrowed();
