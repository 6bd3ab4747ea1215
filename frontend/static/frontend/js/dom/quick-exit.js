/** "Leave fast": the page is blank at once, the sign-in ends, and the Back button does not come here again. */

const PRESSES = 3;
const WITHIN = 1500; // milliseconds

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.quick-exit"));
/** @type {number[]} */
let presses = [];

/** @param {HTMLFormElement} form */
function leave({ action, dataset, elements }) {
  const told = new FormData();
  const token = /** @type {HTMLInputElement} */ (elements.namedItem("csrfmiddlewaretoken"));
  told.set(token.name, token.value);
  document.documentElement.dataset.leaving = "";
  document.body.hidden = true;
  document.title = "";
  navigator.sendBeacon(action, told);
  location.replace(dataset.to ?? "/");
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  });
  document.addEventListener("keydown", ({ key, timeStamp }) => {
    presses = key === "Escape" ? [...presses.filter((at) => timeStamp - at < WITHIN), timeStamp] : [];
    if (presses.length >= PRESSES) leave(form);
  });
}
