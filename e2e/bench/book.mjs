// A book of ten thousand accounts: the size at which lists and maps must stay smooth.
import { firstSignIn } from "../rig/server.mjs";

export const ACCOUNTS = 10_000;
const ORDERS_EACH = 12;
const DAY_MS = 86_400_000;
// Orders reach up to today, as those of a living feed do.
const LAST_DAY = Date.now();
// Sixteen cities by ZIP code, degrees north and east: everybody is near one of them, and no two at one place.
const CITIES = [
  ["50309", 41.59, -93.62], ["68102", 41.26, -95.93], ["55401", 44.98, -93.27], ["60601", 41.89, -87.62],
  ["53202", 43.05, -87.9], ["63101", 38.63, -90.19], ["66101", 39.12, -94.63], ["57104", 43.55, -96.73],
  ["58102", 46.92, -96.83], ["80202", 39.75, -105.0], ["73102", 35.47, -97.52], ["75201", 32.79, -96.8],
  ["43215", 39.97, -83.0], ["10001", 40.75, -73.99], ["90012", 34.06, -118.24], ["33130", 25.77, -80.2],
];
// How far from it, in hundredths of a degree.
const FAR = 150;

// A fixed sequence of whole numbers that looks like chance (mulberry32).
function sequence(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function accounts() {
  const below = sequence(11);
  const near = (degrees) => (degrees + (below(2 * FAR) - FAR) / 100).toFixed(3);
  const rows = Array.from({ length: ACCOUNTS }, (_, place) => {
    const [zip, north, east] = CITIES[place % CITIES.length];
    return `A${place},Customer ${place},${zip},${near(north)},${near(east)}`;
  });
  return ["customer number,customer name,zip,latitude,longitude", ...rows].join("\n");
}

function orderLines() {
  const below = sequence(7);
  const rows = ["customer number,order number,order date,item number,quantity,net amount,cost"];
  for (let account = 0; account < ACCOUNTS; account += 1) {
    const gap = 7 + below(40);
    for (let order = 0; order < ORDERS_EACH; order += 1) {
      const date = new Date(LAST_DAY - (order * gap + below(gap)) * DAY_MS).toISOString().slice(0, 10);
      const quantity = 1 + below(20);
      const cents = quantity * (500 + below(5_000));
      const cost = Math.round(cents * 0.6);
      rows.push(`A${account},O${account}-${order},${date},P${below(300)},${quantity},${cents / 100},${cost / 100}`);
    }
  }
  return rows.join("\n");
}

// Signs in at the API of a new installation; answers a function that sends requests as its first administrator.
async function session(server) {
  const signIn = await firstSignIn(server);
  const json = { "Content-Type": "application/json" };
  const opened = await fetch(`${server.address}/api/v1/session`, { method: "POST", headers: json, body: JSON.stringify(signIn) });
  const [cookie] = opened.headers.getSetCookie()[0].split(";");
  const { csrf_token } = await opened.json();
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(`${server.address}/api/v1${path}`, {
      method,
      headers: { Cookie: cookie, "X-CSRF-Token": csrf_token, ...headers },
      body,
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
}

async function until(ask, isThere) {
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

// Imports the book and waits for its scores and back-test; answers its sign-in and the account whose page is measured.
export async function fill(server) {
  const send = await session(server);
  for (const [name, text] of [["accounts.csv", accounts()], ["order_lines.csv", orderLines()]]) {
    const path = `/imports?file_name=${name}`;
    const started = await send("POST", path, text, { "Content-Type": "application/octet-stream" });
    const ended = await until(() => send("GET", `/imports/${started.id}`), (found) => found.status !== "running");
    if (ended.status !== "done") throw new Error(`the import of ${name} ended ${ended.status}`);
  }
  await until(() => send("GET", "/freshness"), (found) => found.scored_at !== null);
  // A back-test follows the first scores; it would keep a core busy.
  const isOver = ({ status }) => status !== "queued" && status !== "running";
  await until(() => send("GET", "/jobs"), (jobs) => jobs.every(isOver));
  const page = await send("GET", "/accounts?limit=1");
  return { signIn: await firstSignIn(server), account: page.items[0].account.id };
}
