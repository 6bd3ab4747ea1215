/** A file that takes a moment to make: the page says so, and holds its button, until the file has come. */

import { uuid } from "../outbox.js";
import { find } from "./page.js";

const NAME = "made";
const LOOK = 300; // milliseconds between looks
const LONGEST = 120_000;

/**
 * @param {string} token that goes along with the request
 * @param {() => void} done when the file has come, or nobody knows any more
 */
export function untilMade(token, done) {
  const begun = Date.now();
  say(true);
  const timer = setInterval(() => {
    const come = document.cookie.split("; ").includes(`${NAME}=${token}`);
    if (!come && Date.now() - begun < LONGEST) return;
    clearInterval(timer);
    document.cookie = `${NAME}=; max-age=0; path=/; samesite=lax`;
    say(false);
    done();
  }, LOOK);
}

/** @param {boolean} busy */
function say(busy) {
  const spot = find("[data-busy]");
  if (spot) spot.hidden = !busy;
}

/** Every link that a file comes from: pressed twice, it is made once. */
export function watchLinks() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-makes]"))) {
    let busy = false;
    link.addEventListener("click", (event) => {
      if (busy) return event.preventDefault();
      const token = uuid();
      const address = new URL(link.href);
      address.searchParams.set(NAME, token);
      link.href = address.href;
      busy = true;
      untilMade(token, () => (busy = false));
    });
  }
}

/**
 * A form that a file comes from, if it is sent with this button.
 * @param {HTMLFormElement} form
 * @param {string} button its value
 * @param {() => void} done
 */
export function watchForm(form, button, done) {
  const field = /** @type {HTMLInputElement | null} */ (find(`[name=${NAME}]`, form));
  form.addEventListener("submit", ({ submitter }) => {
    if (!field || !(submitter instanceof HTMLButtonElement) || submitter.value !== button) return;
    field.value = uuid();
    setTimeout(() => (submitter.disabled = true)); // after this event, so that the pressed button still goes along
    untilMade(field.value, () => {
      submitter.disabled = false;
      done();
    });
  });
  // Coming back with the Back button shows the page as it was left.
  addEventListener("pageshow", () => {
    for (const one of form.querySelectorAll("button")) one.disabled = false;
  });
}
