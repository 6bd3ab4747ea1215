/** The list of summaries: says that the room is being read, so that nobody presses twice. */

const form = document.querySelector("form.make");

form?.addEventListener("submit", () => {
  const busy = form.querySelector("[data-busy]");
  if (busy instanceof HTMLElement) busy.hidden = false;
  // After this event, so that the pressed button still goes along.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  });
});

// Coming back with the Back button shows the page as it was left.
addEventListener("pageshow", () => {
  for (const button of form?.querySelectorAll("button") ?? []) button.disabled = false;
  const busy = form?.querySelector("[data-busy]");
  if (busy instanceof HTMLElement) busy.hidden = true;
});
