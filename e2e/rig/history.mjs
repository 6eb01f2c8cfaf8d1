// A real order history of the shared folder, and figures counted from its files alone: nothing here knows the product.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const shared = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

export const hasHistories = existsSync(shared);

// The file of a history, for a browser to upload.
export function fileOf(name, file) {
  return { name: `${name}_${file}.csv.gz`, mimeType: "application/gzip", buffer: readFileSync(`${shared}${name}/${file}.csv.gz`) };
}

// The rows of a CSV file as objects by column.
function rows(name, file) {
  const [head, ...lines] = gunzipSync(readFileSync(`${shared}${name}/${file}.csv.gz`)).toString().trim().split(/\r?\n/);
  const columns = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, place) => [columns[place], cell])));
}

function cells(line) {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}

// "16.448" as 1645: rounded to the nearest, half away from zero, on the digits as they stand.
function cents(amount) {
  const [, sign, whole, part = ""] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(amount);
  const digits = part.padEnd(3, "0");
  const sum = Number(whole) * 100 + Number(digits.slice(0, 2)) + (digits[2] >= "5" ? 1 : 0);
  return sign === "-" ? -sum : sum;
}

// Lines with what belongs to them, and accounts and items by number.
export function readHistory(name) {
  const lines = rows(name, "lines").map((row) => ({
    account: row.account_id,
    order: `${row.account_id} ${row.order_id}`,
    day: row.order_date,
    item: row.item_id,
    category: row.category,
    cents: cents(row.revenue),
    units: Number(row.quantity),
  }));
  const by = (file, column) => new Map(rows(name, file).map((row) => [row[column], row]));
  return { lines, accounts: by("accounts", "account_id"), items: by("items", "item_id") };
}

export function during(lines, { from, to }) {
  return lines.filter(({ day }) => day >= from && day <= to);
}

// Sums of `value` by `key`.
export function sums(lines, key, value) {
  const found = new Map();
  for (const line of lines) found.set(key(line), (found.get(key(line)) ?? 0) + value(line));
  return found;
}

export function total(lines, value) {
  return lines.reduce((sum, line) => sum + value(line), 0);
}

// The largest first, at most so many.
export function largest(found, most) {
  return [...found].sort(([, left], [, right]) => right - left).slice(0, most);
}

// Lost and new in cents: the whole change of accounts that sold in one of the periods only.
export function comings(lines, current, previous) {
  const [now, then] = [current, previous].map((period) => sums(during(lines, period), byAccount, inCents));
  const part = (sold, not) => [...sold].filter(([account, money]) => money > 0 && !(not.get(account) > 0));
  const change = ([account]) => (now.get(account) ?? 0) - (then.get(account) ?? 0);
  const sum = (accounts) => accounts.map(change).reduce((all, next) => all + next, 0);
  return { lost: sum(part(then, now)), fresh: sum(part(now, then)) };
}

// Distinct things bought by an account, on the average of those that bought any.
export function perAccount(lines, key) {
  const bought = new Map();
  for (const line of lines) {
    if (!bought.has(line.account)) bought.set(line.account, new Set());
    bought.get(line.account).add(key(line));
  }
  return [...bought.values()].reduce((sum, things) => sum + things.size, 0) / bought.size;
}

// Items by where their units go, as the rules name it: a quarter more or less is a move.
export function ways(lines, current, previous) {
  const [now, then] = [current, previous].map((period) => sums(during(lines, period), byItem, inUnits));
  const before = new Set(lines.filter(({ day }) => day < current.from).map(byItem));
  const found = { rising: 0, falling: 0, steady: 0, new: 0, fading: 0 };
  for (const item of new Set([...now.keys(), ...then.keys()])) {
    const [sold, was] = [now.get(item) ?? 0, then.get(item) ?? 0];
    if (sold <= 0 && was > 0) found.fading += 1;
    else if (sold > 0 && was <= 0) found[before.has(item) ? "rising" : "new"] += 1;
    else if (sold > 0) found[sold * 4 >= was * 5 ? "rising" : sold * 4 <= was * 3 ? "falling" : "steady"] += 1;
  }
  return found;
}

// Kilometres between two accounts as the crow flies, by the haversine formula on a sphere of 6,371 km.
export function kilometres(from, to) {
  const [a, b] = [from, to].map(({ lat, lng }) => [lat, lng].map((degrees) => (Number(degrees) * Math.PI) / 180));
  const square = (angle) => Math.sin(angle / 2) ** 2;
  return 12742 * Math.asin(Math.sqrt(square(b[0] - a[0]) + Math.cos(a[0]) * Math.cos(b[0]) * square(b[1] - a[1])));
}

export const byAccount = ({ account }) => account;
export const byItem = ({ item }) => item;
export const byCategory = ({ category }) => category;
export const byOrder = ({ order }) => order;
export const inCents = ({ cents: amount }) => amount;
export const inUnits = ({ units }) => units;
