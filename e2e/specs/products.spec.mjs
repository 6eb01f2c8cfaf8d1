import { ask, expect, expectAccessible, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { count, span } from "../rig/words.mjs";

test("a manager sees what sells, full and readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "manager", "/products");
  await expectGoodScreen(page, testInfo, "products");
});

test("total units, their dates and the number of products are what the API answers", async ({ page }) => {
  await signInAs(page, "manager", "/products");
  const units = await ask(page, "/units");
  await expect(page.getByText(`${span(units.period)}, compared with ${span(units.compared_with)}`)).toBeVisible();
  await expect(page.getByRole("region", { name: "Total units" }).locator(".products-total")).toHaveAttribute("title", count(units.total_milli.current / 1000));
  const categories = page.getByRole("list", { name: "Units by category" }).getByRole("listitem");
  await expect(categories).toHaveCount(units.categories.length);
  const { total } = await ask(page, "/products?limit=1");
  await expect(page.getByText(`${count(total)} products`)).toBeVisible();
});

test("month, quarter and year change the buckets and the address, and units turn into sales", async ({ page }) => {
  await signInAs(page, "manager", "/products?period=365d");
  const { as_of: today } = await ask(page, "/freshness");
  const chart = page.getByRole("region", { name: "By category" });
  await expectArrived(page);
  const year = Number(today.slice(0, 4));
  const by = page.getByRole("group", { name: "By" });
  await by.getByRole("button", { name: "Quarter" }).click();
  await expect(page).toHaveURL(/by=quarter/);
  await expect(chart.locator("table")).toContainText(`Q1 ${year}`);
  await by.getByRole("button", { name: "Year" }).click();
  await expect(page).toHaveURL(/by=year/);
  await expect(chart.locator("table tbody tr")).toHaveCount(2);
  await page.getByRole("group", { name: "Show" }).getByRole("button", { name: "Net sales" }).click();
  await expect(page).toHaveURL(/measure=sales/);
  await expect(chart.locator("table tbody")).toContainText("$");
  await page.goBack();
  await expect(chart.locator("table tbody")).not.toContainText("$");
  await by.getByRole("button", { name: "Month" }).click();
  await expect(page).not.toHaveURL(/by=/);
  await expect(chart.locator("table tbody tr")).toHaveCount(13);
});

test("sorting follows the API both ways", async ({ page }) => {
  await signInAs(page, "manager", "/products");
  const first = async (query) => (await ask(page, `/products?limit=1&${query}`)).items[0].product.name;
  const row = page.getByRole("region", { name: "Products" }).locator(".products-table tbody tr").first();
  await expect(row).toContainText(await first("sort=revenue&direction=descending"));
  const head = page.getByRole("region", { name: "Products" }).getByRole("columnheader", { name: "Units", exact: true });
  await head.getByRole("button").click();
  await expect(row).toContainText(await first("sort=units&direction=descending"));
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await expect(row).toContainText(await first("sort=units&direction=ascending"));
});

test("search finds products by name and says when there is none", async ({ page }) => {
  await signInAs(page, "manager", "/products");
  const search = page.getByRole("searchbox", { name: /search products/i });
  await search.fill("vacuum");
  const { total } = await ask(page, "/products?search=vacuum");
  expect(total).toBeGreaterThan(0);
  const rows = page.getByRole("region", { name: "Products" }).locator(".products-table tbody tr");
  await expect(rows).toHaveCount(total);
  for (const words of await rows.allTextContents()) expect(words.toLowerCase()).toContain("vacuum");
  await search.fill("no such product");
  await expect(page.getByText("No product has these words in its name or number.")).toBeVisible();
});

test("units and sales of a product open the orders behind them, which sum to both", async ({ page }) => {
  await signInAs(page, "manager", "/products?period=90d");
  const [product] = (await ask(page, "/products?limit=1&sort=units")).items;
  const { from, to } = await ninetyDays(page);
  const behind = await ask(page, `/products/orders?product=${product.product.id}&from=${from}&to=${to}&limit=500`);
  expect(behind.rows.length).toBe(behind.total);
  const sum = (key) => behind.rows.reduce((sum, row) => sum + row[key], 0);
  expect([sum("units_milli"), sum("revenue_cents")]).toEqual([behind.units_milli, behind.revenue_cents]);

  const search = page.getByRole("searchbox", { name: /search products/i });
  await search.fill(product.product.external_id);
  const row = page.getByRole("region", { name: "Products" }).locator(".products-table tbody tr").first();
  await expect(row).toContainText(product.product.name);
  const figures = row.locator("a.figure-link");
  await expect(figures).toHaveCount(2);
  await expect(figures.nth(1)).toHaveAttribute("title", `${count(behind.units_milli / 1000)} units`);
  await figures.nth(1).click();
  await expect(page).toHaveURL(new RegExp(`rows=${product.product.id}`));
  const sheet = page.getByRole("dialog", { name: `Orders with ${product.product.name}` });
  await expect(sheet.locator(".rows-sum")).toContainText(`${count(behind.units_milli / 1000)} units`);
  await expect(sheet.locator("tbody tr").first()).toContainText(`Order ${behind.rows[0].number}`);
  await expectAccessible(page);
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await figures.first().click();
  await expect(sheet).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(page).not.toHaveURL(/rows=/);
});

// First and last day of the period that the page shows.
async function ninetyDays(page) {
  const { as_of } = await ask(page, "/freshness");
  const from = new Date(`${as_of}T00:00:00Z`);
  from.setUTCDate(from.getUTCDate() - 89);
  return { from: from.toISOString().slice(0, 10), to: as_of };
}

test("momentum is counted as the API counts it, and each way is a filter in the address", async ({ page }) => {
  await signInAs(page, "manager", "/products");
  const answer = await ask(page, "/products/momentum");
  const panel = page.getByRole("region", { name: "Momentum" });
  const ways = panel.getByRole("group", { name: "Going" });
  for (const { momentum, rows } of answer.counts) {
    const label = momentum[0].toUpperCase() + momentum.slice(1);
    await expect(ways.getByRole("button", { name: `${label} ${count(rows)}`, exact: true })).toBeVisible();
  }
  const most = answer.counts.reduce((most, next) => (next.rows > most.rows ? next : most));
  await ways.getByRole("button", { name: new RegExp(`^${most.momentum} `, "i") }).click();
  await expect(page).toHaveURL(new RegExp(`momentum=${most.momentum}`));
  await expect(panel.locator(`tbody tr:not([data-momentum="${most.momentum}"])`)).toHaveCount(0);
  const more = panel.getByRole("button", { name: "Show more" });
  if (await more.isVisible()) await more.click();
  await expect(panel.locator(`tbody tr[data-momentum="${most.momentum}"]`)).toHaveCount(most.rows);

  await ways.getByRole("button", { name: /^All / }).click();
  await panel.getByRole("button", { name: "Categories" }).click();
  await expect(page).toHaveURL(/of=categories/);
  const { counts } = await ask(page, "/products/momentum?of=categories");
  const all = counts.reduce((sum, next) => sum + next.rows, 0);
  await expect(panel.locator("tbody tr")).toHaveCount(all);
});

test("penetration is what the API answers", async ({ page }) => {
  await signInAs(page, "manager", "/products");
  const answer = await ask(page, "/products/penetration");
  const panel = page.getByRole("region", { name: "Penetration" });
  await expect(panel.locator(".products-total")).toHaveText([
    answer.products_per_account.toFixed(1),
    answer.categories_per_account.toFixed(1),
  ]);
  await expect(panel.locator(".penetration-table tbody tr")).toHaveCount(answer.categories.length);
});
