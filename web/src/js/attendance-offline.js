// Shows the list at the door when there is no net: the page and its files as they
// were when there was. The page's own script keeps them, see attendance.js; this
// only finds them again, and forgets a page that is old or that the reader may no
// longer see.
const cacheName = "faelled-fremmoede", oldest = 12 * 60 * 60 * 1000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (e) => e.waitUntil(clients.claim()));
addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) e.respondWith(file(e.request));
  else if (e.request.mode === "navigate") e.respondWith(list(e.request, url.pathname));
});

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function list(request, path) {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request);
    if (!answer.ok && answer.status < 500) await cache.delete(path); // signed out, or not theirs any more
    return answer;
  } catch (noNet) {
    const kept = await cache.match(path);
    if (kept && Date.now() - Date.parse(kept.headers.get("Date")) < oldest) return kept;
    await cache.delete(path);
    throw noNet;
  }
}
