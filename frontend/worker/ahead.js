// Runs before the app: has the browser fetch code and styles of the page at this address, and asks the server what that
// page will ask, while the app itself is still on its way. `split.mjs` fills in the first constants and puts all of it
// into the page, where it costs no request.
{
  // The chunk of each page, by the first word of its address; with a slash that of a record of it.
  const CHUNKS = { "@@PAGE@@": "@@FILE@@" };
  const STYLES = "@@STYLES@@";
  // The first questions of each page at its bare address, spelled as the app will (e2e/specs/chunks.spec.mjs).
  const QUESTIONS = {
    dashboard: () => ["dashboard", "states"],
    "for-you": () => ["for-you?limit=10", "tasks?limit=100"],
    accounts: () => ["accounts?sort=trailing_revenue&direction=descending&limit=100", "segments"],
    products: () => ["units?granularity=month", "products?sort=revenue&direction=descending&limit=50"],
    map: () => ["map?zoom=4", "map/histograms"],
    "accounts/": (id) => (/^a_[0-9a-z]{13}$/.test(id) ? [`accounts/${id}/brief`] : []),
  };
  // Answers nobody took by then are dropped: they would be old.
  const OLD_AFTER_MS = 20_000;

  const { origin, pathname, search } = location;
  const [first, record] = pathname.split("/").slice(1);
  const page = record === undefined ? first : `${first}/`;

  // Not what every object has besides, such as a constructor.
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const file = own(CHUNKS, page) ?? own(CHUNKS, first);
  const preload = (what) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload", ...what }));
  if (file !== undefined) {
    preload({ as: "style", href: STYLES });
    preload({ as: "fetch", href: file, crossOrigin: "anonymous" });
  }

  const isBare = search === "" || record !== undefined;
  const questions = ["me", "freshness", ...(isBare ? (own(QUESTIONS, page)?.(record) ?? []) : [])];
  const answers = new Map();
  for (const question of questions) {
    const path = `/api/v1/${question}`;
    const answer = fetch(path);
    answer.catch(() => {});
    answers.set(origin + path, answer);
  }
  const asked = Date.now();
  setTimeout(() => answers.clear(), OLD_AFTER_MS);

  // What the service worker says of these answers, until the app listens.
  const told = [];
  const hear = ({ data }) => told.push(data);
  const worker = navigator.serviceWorker;
  worker?.addEventListener("message", hear);
  const passOn = () => {
    worker?.removeEventListener("message", hear);
    for (const data of told.splice(0)) worker.dispatchEvent(new MessageEvent("message", { data }));
  };

  // The app takes each answer once. After it has changed anything (who is signed in, for one) none is true any more.
  globalThis.takeAhead = (method, address) => {
    passOn();
    // A page that slept had no timers.
    if (method !== "GET" || Date.now() - asked > OLD_AFTER_MS) answers.clear();
    const answer = answers.get(address);
    answers.delete(address);
    return answer;
  };
  // Addresses whose answers nobody took.
  globalThis.leftAhead = () => [...answers.keys()];
}
