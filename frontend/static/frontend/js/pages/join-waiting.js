/** Looks every few seconds whether staff has opened the door, while the page is in front. */

const EVERY = 4000;

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.pathname, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") location.reload();
  } catch {
    // Not connected just now: the next look tells.
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
