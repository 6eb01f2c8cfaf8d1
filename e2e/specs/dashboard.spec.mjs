import { ask, expect, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
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
  await expect(reps.locator("tbody a")).toHaveText(answer.top_reps.map((top) => top.rep.name));
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

function openPeriods(page) {
  return page.locator("button.period-button").click();
}

// The tiles' full values stand in their titles: exact to the cent.
async function expectToShow(page, answer, comparison) {
  const words = `${span(answer.period)}, compared with ${comparison}, ${span(answer.compared_with)}`;
  await expect(page.getByText(words, { exact: true })).toBeVisible();
  const { kpis } = answer;
  const figures = [
    ["Revenue", money(kpis.revenue.current)],
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
