/** On every page of somebody who is signed in on their own device: the app's worker, its badge, its push address. */

import { keepKnown, register } from "./push.js";

if ("serviceWorker" in navigator) {
  register().then(keepKnown).catch(() => {}); // a page works without any of it
  /** The dot on the icon goes when somebody looks. */
  const clear = () => {
    if (document.visibilityState === "visible") navigator.clearAppBadge?.().catch(() => {});
  };
  document.addEventListener("visibilitychange", clear);
  clear();
}
