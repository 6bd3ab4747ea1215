/** What can be done with a message: the menus beside the lines, by mouse, touch and keyboard. */

/**
 * @typedef {object} Acts
 * @property {(seq: number) => void} reply
 * @property {(seq: number) => void} edit
 * @property {(seq: number) => void} retract
 * @property {(seq: number, emoji: string) => void} react
 * @property {(seq: number) => boolean} mayChange
 */

/**
 * @param {HTMLElement} log
 * @param {Acts} acts
 */
export function listenToMenus(log, acts) {
  log.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-act]"));
    const seq = Number(/** @type {HTMLElement | null} */ (button?.closest("[data-seq]"))?.dataset.seq);
    const inNewTab = button?.matches("a") && (event.ctrlKey || event.metaKey);
    if (!button || !seq || inNewTab) return;
    event.preventDefault();
    const { act, emoji } = button.dataset;
    const menu = button.closest("details");
    if (menu) close(menu, act === "react" || act === "retract");
    if (act === "react" && emoji) acts.react(seq, emoji);
    else if (act === "reply" || act === "edit" || act === "retract") acts[act](seq);
  });
  // `toggle` does not bubble, so it is caught on its way down.
  log.addEventListener("toggle", ({ target }) => {
    const menu = /** @type {HTMLDetailsElement} */ (target);
    if (!menu.open || !menu.matches(".actions")) return;
    for (const other of openMenus()) if (other !== menu) close(other, false);
    const seq = Number(/** @type {HTMLElement | null} */ (menu.closest("[data-seq]"))?.dataset.seq);
    for (const link of menu.querySelectorAll("[data-act=edit], [data-act=retract]")) if (!acts.mayChange(seq)) link.remove();
    menu.querySelector(".menu")?.scrollIntoView({ block: "nearest" });
  }, true);
}

/** Menus close as people expect: with Escape, and by looking elsewhere. */
export function closeMenusFromOutside() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") openMenus().forEach((menu) => close(menu, menu.contains(document.activeElement)));
  });
  document.addEventListener("click", ({ target }) => {
    for (const menu of openMenus()) if (!menu.contains(/** @type {Node} */ (target))) close(menu, false);
  });
}

const openMenus = () => /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(".actions[open], #starters[open]")]);

/**
 * @param {HTMLDetailsElement} menu
 * @param {boolean} refocus the keyboard goes back to where it came from
 */
function close(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary")?.focus();
}
