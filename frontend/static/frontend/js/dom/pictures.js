/** The photos of a message: small ones in the conversation, one at a time when somebody wants to look. */

import { find, need } from "./page.js";

/** @typedef {import("./line.js").Scene} Scene */

/**
 * @param {HTMLElement} body
 * @param {Line} line
 * @param {Scene} scene
 */
export function drawPictures(body, line, { people, words, staff }) {
  const files = line.retracted && !staff ? [] : line.files;
  let row = find(".photos", body);
  if (!files.length) return row?.remove();
  if (!row) {
    row = document.createElement("p");
    row.className = "photos";
    (find(".kept", body) ?? need(".say", body)).after(row);
  }
  const old = new Map([...row.children].map((link) => [/** @type {HTMLElement} */ (link).dataset.photo, link]));
  if (old.size === files.length && files.every(({ id }) => old.has(id))) return;
  const name = people.nameOf(line.author ?? "");
  const made = (/** @type {FileInfo} */ file) =>
    file.seconds ? film(file, words.say("video_from", { name })) : picture(file, words.say("photo_from", { name }));
  row.replaceChildren(...files.map((file) => old.get(file.id) ?? made(file)));
}

/**
 * @param {FileInfo} file
 * @param {string} from what stands for a photo that nobody described
 */
function picture({ id, w = 0, h = 0, alt = "" }, from) {
  const link = document.createElement("a");
  link.href = `${location.pathname}files/${id}/`;
  link.dataset.photo = id;
  const image = document.createElement("img");
  Object.assign(image, { width: w, height: h, alt: alt || from, loading: "lazy", decoding: "async", src: `${link.href}small.jpg` });
  image.dataset.alt = alt;
  link.append(image);
  return link;
}

/**
 * @param {FileInfo} file
 * @param {string} from
 */
function film({ id, w = 0, h = 0, alt = "", seconds }, from) {
  const video = document.createElement("video");
  const base = `${location.pathname}files/${id}/`;
  Object.assign(video, { controls: true, preload: "none", playsInline: true, poster: `${base}small.jpg`, src: `${base}video.mp4`, width: w, height: h });
  video.setAttribute("aria-label", alt || from);
  Object.assign(video.dataset, { photo: id, alt, seconds });
  return video;
}

/**
 * @param {HTMLElement} li a line that the server drew
 * @returns {FileInfo[]}
 */
export function picturesOf(li) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (li.querySelectorAll(".photos [data-alt]"))].map((shown) => {
    const seconds = Number(shown.dataset.seconds ?? 0);
    const file = {
      id: (shown.dataset.photo ?? shown.parentElement?.dataset.photo) ?? "",
      w: Number(shown.getAttribute("width")), h: Number(shown.getAttribute("height")), alt: shown.dataset.alt ?? "",
    };
    return seconds ? { ...file, seconds } : file;
  });
}

/**
 * @param {HTMLElement} list
 * @param {import("../words.js").Words} words
 */
export function listenToPictures(list, words) {
  list.addEventListener("click", async (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".photos a"));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const viewer = await import("./viewer.js").catch(() => null);
    if (viewer) viewer.view(link, words);
    else location.assign(link.href);
  });
}
