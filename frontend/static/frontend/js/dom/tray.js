/** Photos and a video that go with the next message: photos made small and sent as soon as they are chosen, and shown until then. */

import { uuid } from "../outbox.js";
import { shrink } from "./shrink.js";
import { upload } from "./upload.js";
import { copyOf, need, setText } from "./page.js";
import { isVideo, sendVideo } from "./video.js";

const MOST = 6;

/**
 * @typedef {object} Place one photo in the tray
 * @property {HTMLElement} item
 * @property {AbortController} stop
 * @property {Promise<FileInfo | null>} sent null if it could not be
 */

export class Tray {
  /** @type {Place[]} */
  #places = [];
  #tray;
  #form;
  #words;

  /**
   * @param {HTMLFormElement} form
   * @param {import("../words.js").Words} words
   */
  constructor(form, words) {
    this.#tray = need("#tray", form);
    this.#form = form;
    this.#words = words;
  }

  get count() {
    return this.#places.length;
  }

  /**
   * @param {Iterable<File>} files
   * @returns {boolean} whether all have a place
   */
  add(files) {
    const fresh = [...files];
    const room = MOST - this.count;
    for (const file of fresh.slice(0, room)) {
      this.#put((item, signal) => (isVideo(file) ? this.#film(file, item, signal) : this.#send(file, item, signal)));
    }
    return fresh.length <= room;
  }

  /** @param {FileInfo[]} files that the server has already */
  back(files) {
    for (const file of files) {
      this.#put(async (item) => {
        /** @type {HTMLInputElement} */ (need("input", item)).value = file.alt ?? "";
        this.#drawSmall(item, file);
        this.#say(item, "photo_ready", 1);
        return file;
      });
    }
  }

  /** @returns {Promise<FileInfo[] | null>} with what they show; null if one could not be sent */
  async ready() {
    const sent = await Promise.all(this.#places.map(({ sent }) => sent));
    const files = this.#places.map(({ item }, index) => {
      const alt = /** @type {HTMLInputElement} */ (need("input", item)).value.trim();
      return { .../** @type {FileInfo} */ (sent[index]), alt };
    });
    return sent.includes(null) || sent.length < this.count ? null : files;
  }

  clear() {
    for (const place of [...this.#places]) this.#remove(place);
  }

  /** @param {(item: HTMLElement, signal: AbortSignal) => Promise<FileInfo | null>} start */
  #put(start) {
    const item = copyOf("tray-template");
    const stop = new AbortController();
    need("ol", this.#tray).append(item);
    this.#tray.hidden = false;
    const place = { item, stop, sent: start(item, stop.signal) };
    this.#places.push(place);
    need("button", item).addEventListener("click", () => this.#remove(place));
  }

  /** @param {Place} place */
  #remove(place) {
    place.stop.abort();
    place.item.remove();
    this.#places = this.#places.filter((one) => one !== place);
    this.#tray.hidden = !this.count;
  }

  /**
   * @param {File} file
   * @param {HTMLElement} item
   * @param {AbortSignal} signal
   */
  async #send(file, item, signal) {
    this.#say(item, "photo_making", 0);
    const { blob, picture } = await shrink(file);
    if (picture) this.#draw(item, picture, picture.width, picture.height);
    picture?.close();
    const id = uuid();
    this.#say(item, "photo_sending", 0);
    const sending = upload({
      address: `${location.pathname}files/`,
      form: () => this.#body(id, blob),
      signal,
      onProgress: (share) => this.#say(item, "photo_sending", share),
      onWait: () => this.#say(item, "photo_waits", 0),
    });
    return this.#ended(sending, item);
  }

  /**
   * @param {File} file
   * @param {HTMLElement} item
   * @param {AbortSignal} signal
   */
  async #film(file, item, signal) {
    need(".heard", this.#tray).hidden = false;
    const sending = sendVideo(file, { room: location.pathname, token: this.#token(), signal, onProgress: (key, share) => this.#say(item, key, share) });
    const sent = await this.#ended(sending, item);
    if (sent) this.#drawSmall(item, sent);
    return sent;
  }

  /**
   * @param {Promise<FileInfo>} sending
   * @param {HTMLElement} item
   */
  #ended(sending, item) {
    return sending.then((sent) => {
      this.#say(item, "photo_ready", 1);
      return sent;
    }, (/** @type {Refusal} */ { message }) => {
      item.classList.add("failed");
      setText(need(".state", item), message || this.#words.say("unavailable"));
      return null;
    });
  }

  /**
   * @param {string} id
   * @param {Blob} blob
   */
  #body(id, blob) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.#token());
    body.set("client_id", id);
    body.set("photo", blob, "photo");
    return body;
  }

  #token() {
    return /** @type {HTMLInputElement} */ (need("[name=csrfmiddlewaretoken]", this.#form)).value;
  }

  /**
   * What the server has of it.
   * @param {HTMLElement} item
   * @param {FileInfo} file
   */
  #drawSmall(item, { id }) {
    const image = new Image();
    image.src = `${location.pathname}files/${id}/small.jpg`;
    image.decode().then(() => this.#draw(item, image, image.naturalWidth, image.naturalHeight), () => {});
  }

  /**
   * @param {HTMLElement} item
   * @param {string} key
   * @param {number} share
   */
  #say(item, key, share) {
    const bar = /** @type {HTMLProgressElement} */ (need("progress", item));
    bar.value = share;
    bar.hidden = share === 1 && key === "photo_ready";
    setText(need(".state", item), this.#words.say(key));
  }

  /**
   * A square from the middle.
   * @param {HTMLElement} item
   * @param {CanvasImageSource} picture
   * @param {number} width
   * @param {number} height
   */
  #draw(item, picture, width, height) {
    const canvas = /** @type {HTMLCanvasElement} */ (need("canvas", item));
    const side = Math.min(width, height);
    const pen = canvas.getContext("2d");
    pen?.drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
  }
}
