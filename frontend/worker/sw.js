// The service worker: the app starts, and what was opened before can be read, without a connection.
//
// Files of the app lie in a cache for each build. Answers of the API lie in one cache of the person signed in, for at
// most seven days; it is emptied when somebody signs out, when the server says that nobody is signed in, and when
// somebody else signs in. Nothing else of the API is ever kept. `finish.mjs` fills in the two constants.
const VERSION = "@@VERSION@@";
const FILES = ["@@FILES@@"];

const SHELL = "bellwether-shell-";
const PRIVATE = "bellwether-private-";
const KEPT_AT = "x-bellwether-kept-at";
const WEEK_MS = 7 * 86_400_000;
// A connection slower than this is as good as none where an answer is kept.
const PATIENCE_MS = 3_000;
const MOST_ANSWERS = 500;
// Files whose names change with what is in them: also those of the build before, for tabs that still run it.
const HASHED = /[-_][0-9a-f]{16}[._]/;
const READABLE_OFFLINE =
  /^\/api\/v1\/(?:me|freshness|for-you|tasks|people|filters|accounts\/a_[0-9a-z]{13}(?:\/[a-z-]+)*)$/;
// What a proxy says while the server behind it is away.
const AWAY = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (pathname === "/api/v1/session" && request.method === "DELETE") {
    event.respondWith(forget().then(() => fetch(request)));
  } else if (pathname === "/api/v1/session" && request.method === "POST") {
    event.respondWith(fetch(request).then(noteWhoIsSignedIn));
  } else if (request.method !== "GET") {
    return;
  } else if (READABLE_OFFLINE.test(pathname)) {
    event.respondWith(answer(event, pathname === "/api/v1/me"));
  } else if (pathname.startsWith("/api/") || pathname.startsWith("/docs")) {
    return;
  } else if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (FILES.includes(pathname) || HASHED.test(pathname)) {
    event.respondWith(file(request));
  }
});

async function install() {
  const cache = await caches.open(SHELL + VERSION);
  await cache.addAll([new Request("/index.html", { cache: "reload" }), ...FILES]);
  await self.skipWaiting();
}

// The build before stays for tabs that still run it.
async function activate() {
  const shells = (await caches.keys()).filter((name) => name.startsWith(SHELL) && name !== SHELL + VERSION);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

// Every address of the app is the same page.
async function page(request) {
  const network = fetch(request);
  const first = await soonest(network);
  if (first !== undefined && !AWAY.includes(first.status)) return first;
  const kept = await caches.match("/index.html", { cacheName: SHELL + VERSION, ignoreVary: true });
  return kept ?? first ?? network;
}

// The answer from the network unless it fails or takes too long.
function soonest(network) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  return Promise.race([network.catch(() => undefined), late]);
}

async function answer(event, isMe) {
  const { request } = event;
  let isLost = false;
  const network = fetch(request);
  network.catch(() => (isLost = true));
  const own = await ownCache();
  const noted = network.then((response) => (isMe ? noteWhoIsSignedIn(response) : note(event, own, response)));
  event.waitUntil(noted.catch(() => {}));
  const kept = own && (await find(own, request));
  if (!kept) {
    noted.then(
      (response) => tell(event, { kind: AWAY.includes(response.status) ? "lost" : "live" }),
      () => tell(event, { kind: "lost" }),
    );
    return noted;
  }
  const first = await soonest(noted);
  if (first !== undefined && !AWAY.includes(first.status)) {
    tell(event, { kind: "live" });
    return first;
  }
  const reason = isLost || first !== undefined ? "lost" : "slow";
  // Who is signed in does not grow old on the screen.
  if (isMe) tell(event, { kind: reason === "lost" ? "lost" : "live" });
  else tell(event, { kind: "kept", at: Number(kept.headers.get(KEPT_AT)), reason });
  return kept;
}

async function tell(event, message) {
  const client = await self.clients.get(event.clientId);
  client?.postMessage(message);
}

// The cache of the person signed in, if anybody is.
async function ownCache() {
  return (await caches.keys()).find((name) => name.startsWith(PRIVATE));
}

async function forget(except) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PRIVATE) && name !== except);
  await Promise.all(names.map((name) => caches.delete(name)));
}

// Opens the cache of whoever is signed in and closes all others.
async function noteWhoIsSignedIn(response) {
  if (response.status === 401) await forget();
  if (response.status !== 200) return response;
  const me = await response.clone().json();
  const own = PRIVATE + me.id;
  await forget(own);
  const cache = await caches.open(own);
  // The token for changes is not kept: it is handed out anew with the connection.
  await cache.put("/api/v1/me", stamped(JSON.stringify({ ...me, csrf_token: "" }), response));
  await sweep(cache);
  return response;
}

async function note(event, own, response) {
  if (response.status === 401) await forget();
  if (response.status === 200 && own) event.waitUntil(keep(own, event.request, response.clone()));
  return response;
}

async function keep(own, request, response) {
  const body = await response.blob();
  // Somebody may have signed out meanwhile.
  if (await caches.has(own)) await (await caches.open(own)).put(request, stamped(body, response));
}

// A copy that knows when it was made.
function stamped(body, response) {
  const headers = { "content-type": response.headers.get("content-type") ?? "application/json", [KEPT_AT]: String(Date.now()) };
  return new Response(body, { headers });
}

function isExpired(response) {
  return Date.now() - Number(response.headers.get(KEPT_AT)) > WEEK_MS;
}

async function find(own, request) {
  if (!(await caches.has(own))) return undefined;
  const kept = await (await caches.open(own)).match(request, { ignoreVary: true });
  return kept && !isExpired(kept) ? kept : undefined;
}

// Takes out what is too old, and of the rest the oldest when there is too much.
async function sweep(cache) {
  const requests = await cache.keys();
  for (const [place, request] of requests.entries()) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (place < requests.length - MOST_ANSWERS || !kept || isExpired(kept)) await cache.delete(request);
  }
}
