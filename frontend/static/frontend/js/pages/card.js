/** The card that was just made: print it, copy its code. */

const print = /** @type {HTMLButtonElement | null} */ (document.querySelector("#print"));
const copy = /** @type {HTMLButtonElement | null} */ (document.querySelector("#copy"));

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.text ?? "");
    for (const words of copy.querySelectorAll("span")) words.hidden = !words.hidden;
    copy.disabled = true;
  });
}
