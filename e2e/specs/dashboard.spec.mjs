import { ask, expect, expectAccessible, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { count, money, plusDays, span } from "../rig/words.mjs";

test("leadership sees the dashboard, full and readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/");
  await expectGoodScreen(page, testInfo, "dashboard");
});

test("the tiles and the exact dates are what the API answers", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  await expectToShow(page, await ask(page, "/dashboard"), "the days just before");
});

test("another period and comparison stand in the address, change every figure, and back brings the old ones", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const { as_of: today } = await ask(page, "/freshness");
  const thirty = `/dashboard?from=${plusDays(today, -29)}&to=${today}`;
  const answers = {
    ninety: await ask(page, "/dashboard"),
    thirty: await ask(page, thirty),
    lastYear: await ask(page, `${thirty}&compare=same_last_year`),
  };
  await expectToShow(page, answers.ninety, "the days just before");

  await openPeriods(page);
  await page.getByRole("button", { name: "Last 30 days" }).click();
  await expect(page).toHaveURL(/\?period=30d$/);
  await expectToShow(page, answers.thirty, "the days just before");

  await openPeriods(page);
  await page.getByRole("button", { name: "Same dates last year" }).click();
  await expect(page).toHaveURL(/compare=same_last_year/);
  await expectToShow(page, answers.lastYear, "the same dates last year");

  await page.goBack();
  await expectToShow(page, answers.thirty, "the days just before");
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
  await expectToShow(page, answers.ninety, "the days just before");
});

test("the dashboard of a region and of a rep show their figures, and Products says whose they are", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const { regions, reps } = await ask(page, "/filters");
  await page.getByRole("combobox", { name: "Region", exact: true }).selectOption({ label: regions[0].name });
  await expect(page).toHaveURL(new RegExp(`region=${regions[0].id}`));
  await expectToShow(page, await ask(page, `/dashboard?region=${regions[0].id}`), "the days just before");
  await page.getByRole("combobox", { name: "Region", exact: true }).selectOption("");
  await page.getByRole("combobox", { name: "Rep", exact: true }).selectOption({ label: reps[0].name });
  await expectToShow(page, await ask(page, `/dashboard?rep=${reps[0].id}`), "the days just before");
  await page.goto(`/products?rep=${reps[0].id}`);
  await expect(page.getByRole("combobox", { name: "Rep", exact: true })).toHaveValue(String(reps[0].id));
});

test("a rep has nothing to choose between on the dashboard", async ({ page }) => {
  await signInAs(page, "rep", "/dashboard");
  await expect(page.getByRole("heading", { name: "Dashboard", level: 1 })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Rep", exact: true })).toHaveCount(0);
});

test("dates of one's own are asked for, and a reload keeps them", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const { as_of: today } = await ask(page, "/freshness");
  const [from, to] = [plusDays(today, -60), plusDays(today, -31)];
  await openPeriods(page);
  // The fields hold the period shown as soon as its dates are known.
  await expect(page.getByLabel("From")).toHaveValue(plusDays(today, -89));
  await page.getByLabel("From").fill(to);
  await page.getByLabel("To", { exact: true }).fill(from);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByRole("alert")).toHaveText("The first date must not be after the last.");
  await page.getByLabel("From").fill(from);
  await page.getByLabel("To", { exact: true }).fill(to);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const answer = await ask(page, `/dashboard?from=${from}&to=${to}`);
  await expectToShow(page, answer, "the days just before");
  await page.reload();
  await expectToShow(page, answer, "the days just before");
});

test("accounts are ranked by sales or by order value, and lead to the account", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const answer = await ask(page, "/dashboard");
  const ranking = page.getByRole("region", { name: "Top accounts" });
  const names = ranking.locator("tbody a");
  await expect(names).toHaveText(answer.top_accounts.map((top) => top.account.name));
  await ranking.getByRole("button", { name: "By order value" }).click();
  await expect(page).toHaveURL(/top=order/);
  await expect(names).toHaveText(answer.top_accounts_by_order.map((top) => top.account.name));
  const { name } = answer.top_accounts_by_order[0].account;
  await names.first().click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${answer.top_accounts_by_order[0].account.id}`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
});

test("every top rep has a strip of order values, and products are ranked as the API ranks them", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const answer = await ask(page, "/dashboard");
  const reps = page.getByRole("region", { name: "Top reps" });
  await expect(reps.locator("tbody .two-lines a")).toHaveText(answer.top_reps.map((top) => top.rep.name));
  await expect(reps.locator("tbody td.strip-column svg")).toHaveCount(answer.top_reps.length);
  const products = page.getByRole("region", { name: "Top products" }).locator("tbody tr");
  await expect(products).toHaveCount(answer.top_products.length);
  await expect(products.first()).toContainText(answer.top_products[0].product.name);
});

test("segments and states lead to their accounts", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const segments = await ask(page, "/segments");
  const atRisk = segments.find((segment) => segment.segment === "at_risk");
  await page.getByRole("region", { name: "Segments" }).getByRole("link", { name: "At Risk" }).click();
  await expect(page).toHaveURL(/\/accounts\?segment=at_risk$/);
  await expect(page.getByText(`${count(atRisk.accounts)} match`)).toBeVisible();
  await page.goBack();
  const { states } = await ask(page, "/states");
  await page.getByRole("region", { name: "States" }).getByRole("link", { name: states[0].name }).click();
  await expect(page).toHaveURL(new RegExp(`/accounts\\?state=${states[0].state}$`));
});

test("the parts of the bridge sum to the change, each opens its accounts, and they sum to the part", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const panel = page.getByRole("region", { name: "What changed" });
  await expect(panel.locator(".bridge-step")).toHaveCount(5);
  const amounts = (await panel.locator("summary .bridge-amount").allTextContents()).map(cents);
  const change = cents(await panel.locator(".bridge-sum b").textContent());
  expect(amounts.reduce((sum, part) => sum + part, 0)).toBe(change);
  // The same change as that of the headline.
  const { before, now } = await tile(page, "Net sales");
  expect(before).toBeDefined();
  const { kpis } = await ask(page, "/dashboard");
  expect(change).toBe(kpis.revenue.current - kpis.revenue.previous);
  expect(now).toBe(kpis.revenue.current);

  const lost = panel.locator(".bridge-step").filter({ has: page.locator(".bridge-name", { hasText: /^Lost$/ }) });
  await lost.locator("summary").click();
  await expect(lost.locator(".bridge-why p")).toContainText("bought in the comparison period");
  await lost.getByRole("link", { name: /^All \d+ accounts$/ }).click();
  await expect(page).toHaveURL(/rows=lost/);
  expect(await sumOfRows(page)).toBe(amounts[0]);
});

test("the rows behind net sales sum to the tile, stand in the address, and close with Escape and back", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const { now } = await tile(page, "Net sales");
  await page.locator('a.tile[title^="Net sales: "]').click();
  await expect(page).toHaveURL(/[?&]rows=revenue/);
  const sheet = page.getByRole("dialog", { name: "Rows behind net sales" });
  await expect(sheet.locator(".rows-sum")).toBeVisible();
  expect(await sumOfRows(page)).toBe(now);
  expect(cents(await sheet.locator(".rows-sum").textContent())).toBe(now);
  await expectAccessible(page);

  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(page).not.toHaveURL(/rows=/);
  await page.locator('a.tile[title^="Orders: "]').click();
  await expect(page.getByRole("dialog", { name: "Rows behind orders" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("dialog", { name: "Rows behind orders" }).locator(".rows-sum")).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).not.toHaveURL(/rows=/);
});

test("the rows behind a state and behind a rep sum to the figure, and a product leads to its orders", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const state = (await ask(page, "/states")).states.find((row) => row.state !== "");
  const rep = (await ask(page, "/dashboard")).top_reps[0];
  const wanted = [
    ["States", state.name, state.revenue.current, `Rows behind net sales of ${state.state}`],
    ["Top reps", rep.rep.name, rep.revenue.current, `Rows behind net sales of ${rep.rep.name}`],
  ];
  for (const [panel, name, sales, title] of wanted) {
    const row = page.getByRole("region", { name: panel }).getByRole("row").filter({ hasText: name }).first();
    await row.getByRole("link", { name: "the accounts behind it" }).click();
    const sheet = page.getByRole("dialog", { name: title, exact: true });
    await expect(sheet.locator(".rows-sum")).toBeVisible();
    expect(cents(await sheet.locator(".rows-sum").textContent())).toBe(sales);
    expect(await sumOfRows(page)).toBe(sales);
    await page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
  }
  await page.getByRole("region", { name: "Top products" }).getByRole("link", { name: "the orders behind it" }).first().click();
  await expect(page).toHaveURL(/\/products\?.*rows=/);
  await expect(page.getByRole("dialog").locator(".rows-sum")).toBeVisible();
});

test("a state pressed on the map opens the accounts behind its sales", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  const { state, revenue } = (await ask(page, "/states")).states.find((row) => row.state.length === 2);
  await page.locator(`.states-body [data-state="${state}"] rect`).click();
  const sheet = page.getByRole("dialog", { name: `Rows behind net sales of ${state}`, exact: true });
  await expect(sheet.locator(".rows-sum")).toBeVisible();
  expect(cents(await sheet.locator(".rows-sum").textContent())).toBe(revenue.current);
});

test("every headline figure has its course, and profits and accounts theirs of the API", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  await expect(page.locator("a.tile .tile-spark svg")).toHaveCount(6);
  const { kpis, series, profit_series, active_series } = await ask(page, "/dashboard");
  expect(profit_series.reduce((sum, profit) => sum + profit, 0)).toBe(kpis.margin.profit.current);
  active_series.forEach((accounts, place) => {
    expect(accounts).toBeLessThanOrEqual(series[place].orders);
    expect(accounts > 0).toBe(series[place].orders > 0);
  });
});

test("back closes the rows behind a figure", async ({ page }) => {
  await signInAs(page, "leadership", "/");
  await page.locator('a.tile[title^="Units: "]').click();
  await expect(page.getByRole("dialog", { name: "Rows behind units" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
});

// "$1,234.56" or "−$0.05" or "+$3.00" in cents.
function cents(text) {
  const digits = Number(text.replace(/[^0-9]/g, ""));
  return /[−-]/.test(text) ? -digits : digits;
}

// The full figure in a tile's title, and the short one of before.
async function tile(page, label) {
  const title = await page.locator(`a.tile[title^="${label}: "]`).getAttribute("title");
  const [, now, before] = /^[^:]+: (.*); before (.*)$/.exec(title);
  return { now: cents(now), before };
}

// Scrolls to the end of the open rows, and adds up what each says.
async function sumOfRows(page) {
  const sheet = page.getByRole("dialog");
  await expect(async () => {
    await sheet.locator(".rows-list").evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect(sheet.locator(".rows-foot")).toContainText("all shown", { timeout: 300 });
  }).toPass();
  const values = await sheet.locator(".rows-value").allTextContents();
  return values.map(cents).reduce((sum, value) => sum + value, 0);
}

function openPeriods(page) {
  return page.locator("button.period-button").click();
}

// The tiles' full values stand in their titles: exact to the cent.
async function expectToShow(page, answer, comparison) {
  const words = `${span(answer.period)}, compared with ${comparison}, ${span(answer.compared_with)}`;
  await expect(page.getByText(words, { exact: true })).toBeVisible();
  const { kpis } = answer;
  const figures = [
    ["Net sales", money(kpis.revenue.current)],
    ["Gross profit", money(kpis.margin.profit.current)],
    ["Orders", count(kpis.orders.current)],
    ["Units", count(kpis.units_milli.current / 1000)],
    ["Active accounts", count(kpis.active_accounts.current)],
    ["Average order", money(kpis.average_order.current)],
  ];
  await expect(page.locator("a.tile")).toHaveCount(figures.length);
  for (const [label, value] of figures) {
    await expect(page.locator(`a.tile[title^="${label}: ${value}; before "]`)).toBeVisible();
  }
}

test("what cannot be read of an address is said, and can be removed", async ({ page }) => {
  await signInAs(page, "leadership", "/dashboard");
  const choice = page.getByRole("combobox", { name: "Rep" });
  await choice.selectOption({ index: 1 });
  await expect(page).toHaveURL(/rep=r_/);
  await expect(page.locator(".banner", { hasText: "cannot be read" })).toHaveCount(0);
  await page.goto("/dashboard?period=30d&segment=gold&rep=seven");
  const banner = page.locator(".banner", { hasText: "cannot be read" });
  await expect(banner).toContainText("segment=gold, rep=seven");
  await banner.getByRole("button", { name: "Remove" }).click();
  await expect(banner).toHaveCount(0);
  await expect(page).toHaveURL(/\/dashboard\?period=30d$/);
});
