/** Kinder words for a line of a summary, asked of the server while it is typed. */

/**
 * @param {HTMLFormElement} form
 * @param {HTMLTextAreaElement} field
 */
export async function suggest(form, field) {
  const list = document.getElementById(field.getAttribute("aria-describedby") ?? "");
  const token = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (!list || !(token instanceof HTMLInputElement)) return;
  const asked = field.value;
  const body = new URLSearchParams({ act: "words", text: asked, csrfmiddlewaretoken: token.value });
  try {
    const response = await fetch(location.pathname, { method: "POST", body });
    if (!response.ok || field.value !== asked) return;
    const { hints } = await response.json();
    list.replaceChildren(...hints.map(line));
  } catch {
    // A suggestion that does not come is no loss: saving looks at the words again.
  }
}

/** @param {{ word: string, hint: string }} hint */
function line(hint) {
  const item = document.createElement("li");
  const word = document.createElement("b");
  word.textContent = hint.word;
  item.append(word, `: ${hint.hint}`);
  return item;
}
