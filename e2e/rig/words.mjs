// Figures and dates as the screens spell them, made from the API's answers without the app's own code.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_MS = 86_400_000;

// 123456 as "$1,234.56".
export function money(cents) {
  return (cents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
}

// 12345 as "12,345".
export function count(number) {
  return number.toLocaleString("en-US");
}

// "2026-06-30" and -29 as "2026-06-01".
export function plusDays(date, days) {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

function parts(date) {
  const [year, month, day] = date.split("-").map(Number);
  return { year, words: `${day} ${MONTHS[month - 1]}` };
}

// "2026-06-24" as "24 Jun", with the year when it is not that of the other date.
export function day(date, reference) {
  const { year, words } = parts(date);
  return year === parts(reference).year ? words : `${words} ${year}`;
}

// { from, until }, the end excluded, as "1 Apr – 30 Jun 2026" with both ends included.
export function span(period) {
  const [first, last] = [parts(period.from), parts(plusDays(period.until, -1))];
  const start = first.year === last.year ? first.words : `${first.words} ${first.year}`;
  return `${start} – ${last.words} ${last.year}`;
}

// Kilometres as miles, which the browser of the tests measures roads in: "7.7 mi".
export function miles(km) {
  const far = km / 1.609344;
  return far < 99.95 ? `${far.toFixed(1)} mi` : `${count(Math.round(far))} mi`;
}

// 0.8125 as "81.3%".
export function percent(fraction) {
  return `${Number((fraction * 100).toFixed(1))}%`;
}
