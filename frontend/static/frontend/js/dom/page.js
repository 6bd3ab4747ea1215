/** What every live page starts from: the data that the server left in it, and a few ways to reach its elements. */

import { People } from "../people.js";
import { When } from "../when.js";
import { Words } from "../words.js";

/**
 * @typedef {object} Page
 * @property {PageData} data
 * @property {Words} words
 * @property {When} when
 * @property {People} people
 */

/** @returns {Page} */
export function readPage() {
  /** @type {PageData} */
  const data = JSON.parse(need("#page-data").textContent ?? "");
  const { lang, dataset } = document.documentElement;
  const words = new Words(data.words, lang);
  document.documentElement.classList.add("live");
  return { data, words, when: new When(lang, dataset.timeZone ?? "UTC", data.words), people: new People(data.members, data.me, words) };
}

/**
 * @param {string} selector
 * @param {ParentNode} root
 * @returns {HTMLElement | null}
 */
export const find = (selector, root = document) => root.querySelector(selector);

/**
 * @param {string} selector
 * @param {ParentNode} root
 */
export function need(selector, root = document) {
  const element = find(selector, root);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

/**
 * @param {string} id of a template
 * @returns {HTMLElement} a copy of what is in it
 */
export function copyOf(id) {
  const { content } = /** @type {HTMLTemplateElement} */ (need(`#${id}`));
  return /** @type {HTMLElement} */ (/** @type {Element} */ (content.firstElementChild).cloneNode(true));
}

/**
 * Text is only ever put in as text; and left alone when it stays the same, so that nothing is read aloud again.
 * @param {Node} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {HTMLElement | null} element
 * @param {string} text hidden when there is none
 */
export function showText(element, text) {
  if (!element) return;
  element.hidden = !text;
  setText(element, text);
}

/**
 * @param {"localStorage" | "sessionStorage"} name
 * @returns {Storage | null} null where the browser forbids it
 */
export function storage(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}
