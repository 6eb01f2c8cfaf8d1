// Every screen on a real history, against figures counted from its files alone.
import * as history from "../rig/history.mjs";
import { ask, expect, signInFirst, test } from "../rig/test.mjs";
import { count, miles, money, percent, plusDays } from "../rig/words.mjs";

const { byAccount, byCategory, byItem, byOrder, inCents, inUnits } = history;

// A year in the middle of what each history holds, compared with as many days before.
const HISTORIES = [
  { name: "superstore", from: "2014-01-01", to: "2014-12-31", until: "2014-12-31" },
  { name: "iowa_cedarridge", from: "2021-01-01", to: "2021-12-31", until: "2022-10-31" },
];

test.skip(!history.hasHistories, "the real histories are not beside the workspace");

for (const { name, from, to, until } of HISTORIES) {
  test.describe(name, () => {
    test.skip(({ isMobile }) => isMobile, "figures do not know the size of the screen");
    test.describe.configure({ timeout: 120_000 });
    const period = { from, to };
    const before = { from: plusDays(from, -365), to: plusDays(from, -1) };
    const dates = `from=${from}&to=${to}`;
    let told;

    test.beforeAll(() => {
      told = history.readHistory(name);
      told.now = history.during(told.lines, period);
    });

    // The history in a new installation, brought in once through the imports page.
    async function arrive(page, newInstallation, path) {
      const server = await newInstallation(`real-${name}`);
      await signInFirst(page, server, "/imports");
      if ((await ask(page, "/accounts?limit=1")).total === 0) {
        for (const file of ["items", "accounts", "lines"]) await bringIn(page, history.fileOf(name, file), until);
      }
      await page.goto(`${server.address}${path}`);
    }

    test("headline figures, what came and went, and who is on top", async ({ page, newInstallation }) => {
      await arrive(page, newInstallation, `/?${dates}`);
      const sales = history.total(told.now, inCents);
      const orders = history.sums(told.now, byOrder, inCents);
      const valid = [...orders.values()].filter((value) => value > 0).length;
      for (const [label, value] of [
        ["Net sales", money(sales)],
        ["Orders", count(valid)],
        ["Units", count(history.total(told.now, inUnits))],
        ["Active accounts", count(new Set(told.now.map(byAccount)).size)],
        ["Average order", money(Math.trunc(sales / valid))],
      ]) {
        await expect(page.locator(`a.tile[title^="${label}: ${value}; before "]`), label).toBeVisible();
      }
      const { lost, fresh } = history.comings(told.lines, period, before);
      const amounts = page.getByRole("region", { name: "What changed" }).locator("summary .bridge-amount");
      expect(cents(await amounts.nth(0).textContent()), "lost").toBe(lost);
      expect(cents(await amounts.nth(1).textContent()), "new").toBe(fresh);
      const [most] = history.largest(history.sums(told.now, byAccount, inCents), 1);
      const top = page.getByRole("region", { name: "Top accounts" }).locator("tbody tr").first();
      await expect(top).toContainText(told.accounts.get(most[0])?.name ?? most[0]);
      const [item] = history.largest(history.sums(told.now, byItem, inCents), 1);
      const product = page.getByRole("region", { name: "Top products" }).locator("tbody tr").first();
      await expect(product).toContainText(told.items.get(item[0])?.name ?? item[0]);
    });

    test("how much of the sales few accounts hold", async ({ page, newInstallation }) => {
      await arrive(page, newInstallation, `/accounts?${dates}&states=open`);
      const values = history.largest(history.sums(told.now, byAccount, inCents), Infinity).map(([, value]) => value);
      const shares = page.getByRole("list", { name: "Concentration" });
      for (const most of [10, 20, 50]) {
        const held = values.slice(0, most).reduce((sum, value) => sum + value, 0) / history.total(told.now, inCents);
        await expect(shares.getByRole("listitem").filter({ hasText: `Top ${most} of` })).toContainText(percent(held));
      }
      const places = (line) => told.accounts.get(line.account)?.state ?? "";
      const states = history.largest(history.sums(told.now, places, inCents), Infinity);
      // A state that sold in the comparison period alone is listed too.
      const both = [period, before].flatMap((dates) => history.during(told.lines, dates));
      const rows = page.getByRole("region", { name: "Net sales by state" }).locator("tbody tr");
      await expect(rows).toHaveCount(new Set(both.map(places)).size);
      await expect(rows.first().getByTitle(money(states[0][1]), { exact: true })).toBeVisible();
      await expect(rows.nth(states.length - 1).getByTitle(money(states.at(-1)[1]), { exact: true })).toBeVisible();
    });

    test("units, where items are going, and how many an account buys", async ({ page, newInstallation }) => {
      await arrive(page, newInstallation, `/products?${dates}`);
      const units = page.getByRole("region", { name: "Total units" }).locator(".products-total");
      await expect(units).toHaveAttribute("title", count(history.total(told.now, inUnits)));
      const going = page.getByRole("region", { name: "Momentum" }).getByRole("group", { name: "Going" });
      for (const [way, rows] of Object.entries(history.ways(told.lines, period, before))) {
        await expect(going.getByRole("button", { name: new RegExp(`^${way} ${count(rows)}$`, "i") }), way).toBeVisible();
      }
      const breadth = page.getByRole("region", { name: "Penetration" }).locator(".products-total");
      await expect(breadth).toHaveText(
        [byItem, byCategory].map((key) => history.perAccount(told.now, key).toFixed(1)),
      );
    });

    test("what an account bought, and when", async ({ page, newInstallation }) => {
      const [[number]] = history.largest(history.sums(told.lines, byAccount, inCents), 1);
      const own = told.lines.filter(({ account }) => account === number);
      await arrive(page, newInstallation, "/accounts?sort=revenue");
      const title = told.accounts.get(number)?.name ?? number;
      await page.getByRole("searchbox", { name: /search/i }).first().fill(title);
      await page.getByRole("region", { name: "Account list" }).getByRole("link", { name: title }).first().click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      const figures = page.locator("dl.figures");
      const orders = [...history.sums(own, byOrder, inCents).values()].filter((value) => value > 0);
      await expect(figures.getByTitle(money(history.total(own, inCents)), { exact: true })).toBeVisible();
      await expect(figures.getByText(`${count(orders.length)} orders`)).toBeVisible();
      const [[item, sold]] = history.largest(history.sums(own, byItem, inCents), 1);
      const first = page.getByRole("region", { name: "Purchases by product" }).locator("tbody tr").first();
      await expect(first).toContainText(told.items.get(item)?.name ?? item);
      await expect(first.getByTitle(money(sold), { exact: true })).toBeVisible();
      const units = own.filter((line) => line.item === item).reduce((sum, line) => sum + line.units, 0);
      await expect(first).toContainText(count(units));
    });

    test("how far a trip is", async ({ page, newInstallation }) => {
      const placed = [...told.accounts.values()].filter(({ lat, lng }) => lat && lng);
      test.skip(placed.length === 0, "the history has no coordinates");
      await arrive(page, newInstallation, "/accounts");
      const stops = [];
      for (const { name: title } of placed.filter((_, place) => place % 300 === 0).slice(0, 6)) {
        const { items } = await ask(page, `/accounts?search=${encodeURIComponent(title)}`);
        stops.push(...items.slice(0, 1).map(({ account }) => account.id));
      }
      await page.goto(`${new URL(page.url()).origin}/trip?stops=${stops.join(",")}`);
      const legs = page.locator(".trip-stop");
      await expect(legs).toHaveCount(stops.length);
      const order = await legs.locator(".trip-who > a").allTextContents();
      const visited = order.map((title) => placed.find(({ name: own }) => own === title));
      for (let place = 1; place < visited.length; place += 1) {
        const road = history.kilometres(visited[place - 1], visited[place]) * 1.3;
        await expect(legs.nth(place), `${order[place - 1]} to ${order[place]}`).toContainText(miles(road));
      }
    });
  });
}

async function bringIn(page, file, until) {
  await page.locator('input[type="file"]').setInputFiles(file);
  const preview = page.getByRole("region", { name: `File ${file.name}` });
  // Only orders are complete up to a date.
  await expect(preview.getByRole("button", { name: "Import", exact: true })).toBeVisible();
  const complete = preview.getByLabel("Orders are complete up to");
  if (await complete.isVisible()) await complete.fill(until);
  const address = page.url();
  await preview.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).not.toHaveURL(address);
  const one = page.getByRole("region", { name: "This import" });
  await expect(one.getByText("Imported", { exact: true })).toBeVisible({ timeout: 60_000 });
}

// "$1,234.56" or "−$0.05" or "+$3.00" in cents.
function cents(text) {
  const digits = Number(text.replace(/[^0-9]/g, ""));
  return /[−-]/.test(text) ? -digits : digits;
}
