/**
 * The service worker: shows that there is something new, leads there, and has one page for when there is no line.
 * It keeps nothing that anybody wrote. The server puts VERSION, KEPT and IMAGES before it.
 */

const worker = /** @type {any} */ (self);
const CACHE = `offline-${VERSION}`;
const ANY = { title: "Coparenting", body: "", tag: "news", url: "/" };

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(tidy().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== "GET" || request.mode !== "navigate") return;
  event.respondWith(fetch(request).catch(withoutLine));
});

worker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(show(read(event.data))));

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/"));
});

worker.addEventListener("pushsubscriptionchange", (/** @type {any} */ event) => event.waitUntil(renew(event)));

async function tidy() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
}

async function withoutLine() {
  const cache = await caches.open(CACHE);
  return (await cache.match(KEPT[0] ?? "")) ?? Response.error();
}

/** @param {{ json(): typeof ANY } | null} data a push that cannot be read is shown all the same: phones insist on it */
function read(data) {
  try {
    return { ...ANY, ...data?.json() };
  } catch {
    return ANY;
  }
}

/** @param {typeof ANY} said */
async function show({ title, body, tag, url }) {
  await worker.registration.showNotification(title, {
    body, tag, data: { url }, ...IMAGES, requireInteraction: tag === "urgent",
  });
  await worker.navigator.setAppBadge?.();
}

/** @param {string} url a path on this site */
async function open(url) {
  const [page] = await worker.clients.matchAll({ type: "window" });
  if (!page) return worker.clients.openWindow(url);
  await page.focus().catch(() => {});
  return page.navigate(url).catch(() => worker.clients.openWindow(url));
}

/** @param {any} event the browser gave this device another address: the server must know */
async function renew({ oldSubscription, newSubscription }) {
  const answer = await fetch("/reach/device/", { credentials: "same-origin" });
  const { key, token } = await answer.json();
  const fresh = newSubscription
    ?? (await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { endpoint, keys } = fresh.toJSON();
  await fetch("/reach/device/", {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ act: "renew", endpoint, ...keys, before: oldSubscription?.endpoint ?? "" }),
  });
}
