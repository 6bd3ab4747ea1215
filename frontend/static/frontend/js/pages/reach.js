/** How we tell you: turning notices on and off on this device, and saying plainly how things stand. */

import { find } from "../dom/page.js";
import { state, turnOff, turnOn } from "../dom/push.js";

const on = find("#turn-on");
const off = find("#turn-off");

/** @param {string} now */
function show(now) {
  for (const one of document.querySelectorAll("[data-state]")) {
    if (one instanceof HTMLElement) one.hidden = one.dataset.state !== now;
  }
  if (on) on.hidden = now !== "off" && now !== "failed";
  if (off) off.hidden = now !== "on";
  const test = find("#try");
  if (test) test.hidden = now !== "on";
  document.documentElement.classList.add("live");
}

/** @param {() => Promise<void>} act */
async function attempt(act) {
  try {
    await act();
    show(await state());
  } catch {
    show("failed");
  }
}

if (on) {
  on.addEventListener("click", () => attempt(turnOn));
  off?.addEventListener("click", () => attempt(turnOff));
  attempt(async () => {});
}

// Browsers that can install the site as an app say so; the button is there only then.
addEventListener("beforeinstallprompt", (/** @type {any} */ offer) => {
  const install = find("#install");
  if (!install) return;
  offer.preventDefault();
  install.hidden = false;
  install.addEventListener("click", () => {
    install.hidden = true;
    offer.prompt();
  }, { once: true });
});
