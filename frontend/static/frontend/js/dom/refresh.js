/** Draws a part of the page anew from what the server says now, so that its words are made in one place only. */

import { find } from "./page.js";

const REST = 1_000;

/**
 * Returns a function that brings what these selectors name up to date, at most once a second. What is unfolded there
 * stays so, and the keyboard's place is kept where the same link is still there.
 *
 * @param {string[]} selectors
 */
export const refresher = (...selectors) => refresherFrom("", ...selectors);

/**
 * The same from an address that answers with these parts alone; without one, from the page's own.
 *
 * @param {string} address
 * @param {string[]} selectors
 */
export function refresherFrom(address, ...selectors) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setTimeout(async () => {
      due = false;
      await refresh(address || location.href, selectors);
    }, REST);
  };
}

/**
 * @param {string} address
 * @param {string[]} selectors
 */
async function refresh(address, selectors) {
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const selector of selectors) replace(find(selector), find(selector, page));
}

/**
 * @param {HTMLElement | null} old
 * @param {HTMLElement | null} fresh
 */
function replace(old, fresh) {
  if (!fresh || !old || fresh.isEqualNode(old)) return;
  const open = new Set([...old.querySelectorAll("details[open]")].map(({ id }) => id));
  const focus = old.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  old.replaceChildren(...fresh.childNodes);
  for (const details of old.querySelectorAll("details")) if (open.has(details.id)) details.open = true;
  if (focus) find(`a[href="${CSS.escape(focus)}"]`, old)?.focus();
}
