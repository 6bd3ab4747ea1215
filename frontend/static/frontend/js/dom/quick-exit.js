/** "Leave fast": the page is blank at once, the sign-in ends, and the Back button does not come here again. */

const PRESSES = 3;
const WITHIN = 1500; // milliseconds

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.quick-exit"));
const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.quick-exit"));
/** @type {number[]} */
let presses = [];

/** @param {HTMLFormElement} form */
function signOut({ action, elements }) {
  const told = new FormData();
  const token = /** @type {HTMLInputElement} */ (elements.namedItem("csrfmiddlewaretoken"));
  told.set(token.name, token.value);
  navigator.sendBeacon(action, told);
}

/** @param {Event} event */
function leave(event) {
  event.preventDefault();
  document.documentElement.dataset.leaving = "";
  document.body.hidden = true;
  document.title = "";
  if (form) signOut(form);
  location.replace(form?.dataset.to ?? link?.href ?? "/");
}

form?.addEventListener("submit", leave);
link?.addEventListener("click", leave);
if (form || link) {
  document.addEventListener("keydown", (event) => {
    const { key, timeStamp } = event;
    presses = key === "Escape" ? [...presses.filter((at) => timeStamp - at < WITHIN), timeStamp] : [];
    if (presses.length >= PRESSES) leave(event);
  });
}
