// A book of ten thousand accounts: the size at which lists and maps must stay smooth.
import { firstSignIn } from "../rig/server.mjs";

export const ACCOUNTS = 10_000;
const ORDERS_EACH = 12;
const DAY_MS = 86_400_000;
// Orders reach up to today, as those of a living feed do.
const LAST_DAY = Date.now();
// ZIP codes of sixteen cities, so that there is a place on the map for everybody.
const ZIPS = [
  "50309", "68102", "55401", "60601", "53202", "63101", "66101", "57104",
  "58102", "80202", "73102", "75201", "43215", "10001", "90012", "33130",
];

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
  const rows = Array.from({ length: ACCOUNTS }, (_, place) => `A${place},Customer ${place},${ZIPS[place % ZIPS.length]}`);
  return ["customer number,customer name,zip", ...rows].join("\n");
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
