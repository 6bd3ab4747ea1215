/** Notices on this device: what it can do, and telling the server of it. No words and no elements here. */

const DEVICE = "/reach/device/";

/** @typedef {"on" | "off" | "blocked" | "install" | "none"} PushState */

/** @returns {Promise<ServiceWorkerRegistration>} */
export const register = () => navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });

/** @returns {Promise<PushState>} how things stand on this device */
export async function state() {
  if (!("serviceWorker" in navigator)) return "none";
  if (!("PushManager" in window) || !("Notification" in window)) return isApple() ? "install" : "none";
  if (Notification.permission === "denied") return "blocked";
  const subscription = await current();
  if (!subscription || Notification.permission !== "granted") return "off";
  return (await tell("renew", subscription)).on ? "on" : "off";
}

/** Ask for permission, subscribe, tell the server. To be called on a press, or browsers refuse. */
export async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") return;
  const registration = await register();
  await navigator.serviceWorker.ready;
  const { key } = await ask();
  await tell("on", await fresh(registration, key));
}

export async function turnOff() {
  const subscription = await current();
  if (!subscription) return;
  await tell("off", subscription);
  await subscription.unsubscribe();
}

/** Keep the server up to date on every page: addresses change, and browsers do not always say so. */
export async function keepKnown() {
  const subscription = await current();
  if (subscription && Notification.permission === "granted") await tell("renew", subscription);
}

async function current() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

/**
 * A subscription for the server's key; one that was made for another key is of no use any more.
 * @param {ServiceWorkerRegistration} registration
 * @param {string} key
 */
async function fresh(registration, key) {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await registration.pushManager.subscribe(options);
  } catch (error) {
    const old = await registration.pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return registration.pushManager.subscribe(options);
  }
}

/** @returns {Promise<{ key: string, token: string }>} */
async function ask() {
  const answer = await fetch(DEVICE, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

/**
 * @param {"on" | "off" | "renew"} act
 * @param {PushSubscription} subscription
 * @returns {Promise<{ on: boolean }>}
 */
async function tell(act, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const { token } = await ask();
  const answer = await fetch(DEVICE, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ act, endpoint, ...keys }),
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

function isApple() {
  const touches = navigator.maxTouchPoints > 1;
  return /iPhone|iPad/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && touches);
}
