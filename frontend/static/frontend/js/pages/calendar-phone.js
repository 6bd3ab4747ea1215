/** The link that was just made: copy it. Without this it can be chosen by hand. */

const copy = /** @type {HTMLButtonElement | null} */ (document.querySelector("#copy"));
const address = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#address"));
const copied = /** @type {HTMLElement | null} */ (document.querySelector("#copied"));

address?.addEventListener("focus", () => address.select());

if (copy && address && copied && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    address.select();
    await navigator.clipboard.writeText(address.value);
    for (const words of copy.querySelectorAll("span")) words.hidden = "before" in words.dataset;
    copied.textContent = copied.dataset.said ?? "";
  });
}
