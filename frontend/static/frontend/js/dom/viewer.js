/** One photo at a time, over the page: arrows go on, Escape goes back, two fingers look closer. */

/**
 * @param {HTMLAnchorElement} link the small photo that was chosen
 * @param {import("../words.js").Words} words
 */
export function view(link, words) {
  const links = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("#log .photos a"))];
  const dialog = document.createElement("dialog");
  const image = document.createElement("img");
  const said = document.createElement("p");
  const row = document.createElement("p");
  let place = links.indexOf(link);
  dialog.className = "viewer";
  row.className = "row wrap";

  /** @param {number} step */
  const go = (step) => {
    place += step;
    const shown = links[place];
    const small = /** @type {HTMLImageElement} */ (shown.firstElementChild);
    Object.assign(image, { alt: small.alt, width: small.getAttribute("width"), height: small.getAttribute("height"), src: `${shown.href}photo.jpg` });
    said.textContent = small.alt;
    dialog.setAttribute("aria-label", small.alt);
    before.disabled = place === 0;
    after.disabled = place === links.length - 1;
    if (document.activeElement === document.body) close.focus();
  };
  const before = button(words.say("photo_before"), () => go(-1));
  const after = button(words.say("photo_after"), () => go(1));
  const close = button(words.say("photo_close"), () => dialog.close());

  row.append(before, after, close);
  dialog.append(image, said, row);
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft" && !before.disabled) go(-1);
    if (key === "ArrowRight" && !after.disabled) go(1);
  });
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    links[place].focus();
  });
  document.body.append(dialog);
  go(0);
  dialog.showModal();
}

/**
 * @param {string} text
 * @param {() => void} act
 */
function button(text, act) {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "button";
  one.textContent = text;
  one.addEventListener("click", act);
  return one;
}
