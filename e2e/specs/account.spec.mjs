import { ask, expect, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { count, money } from "../rig/words.mjs";

test("a rep opens an account from the list and finds it again by its address", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/accounts");
  await page.getByRole("region", { name: "Account list" }).locator('a[href*="/accounts/"]').first().click();
  await expect(page).toHaveURL(/\/accounts\/[^/?]+/);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toBeVisible();
  await expect(heading).not.toHaveText("Account");
  const name = await heading.textContent();
  await expectGoodScreen(page, testInfo, "account");
  await page.reload();
  await expect(heading).toHaveText(name);
});

test("the contributions shown add up to the churn risk shown", async ({ page }) => {
  const account = await openFirst(page, "leadership");
  const { score } = account;
  const why = page.getByRole("region", { name: "Why" });
  await expect(why.locator(".reasons li")).toHaveCount(score.contributions.length);
  await expect(why.getByText(score.sentence).first()).toBeVisible();
  const total = score.contributions.reduce((sum, part) => sum + part.points, score.base_log_odds);
  expect(1 / (1 + Math.exp(-total))).toBeCloseTo(score.churn_risk, 4);
  // The page's own words, read back: base and parts of the chart's table against the sum it names.
  const words = await why.getByText(/In log-odds points/).textContent();
  const [base, sum] = [...words.matchAll(/(?:at|to) ([+−-]?[\d.]+) \(/g)].map((match) => number(match[1]));
  const rows = await why.locator(".chart-figure table tbody tr").allTextContents();
  expect(rows.length).toBeGreaterThanOrEqual(score.contributions.length);
  const shown = await why.locator(".chart-figure table tbody tr").evaluateAll((found) =>
    found.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
  );
  const labels = ["Average account", "This account"];
  const parts = shown.filter(([label]) => !labels.includes(label)).map((cells) => number(cells[1]));
  const added = parts.reduce((so_far, part) => so_far + part, base);
  expect(Math.abs(added - sum), `${base} and ${parts} make ${sum}`).toBeLessThan(0.01 * (parts.length + 2));
  expect(Math.abs(sum - total)).toBeLessThan(0.01);
});

test("the window of the next order and the gaps are drawn, with their dates in words", async ({ page }) => {
  const account = await openFirst(page, "leadership");
  const rhythm = page.getByRole("region", { name: "Order rhythm" });
  await expect(rhythm.getByRole("heading", { name: "Next order" })).toBeVisible();
  await expect(rhythm.getByText(/Half of such orders come .+, four fifths .+\./)).toBeVisible();
  await expect(rhythm.getByRole("heading", { name: "Days between orders" })).toBeVisible();
  await expect(rhythm.locator(".chart-frame svg")).toHaveCount(2);
  expect(account.gaps_days.length).toBeGreaterThan(0);
});

test("figures, products and latest orders are what the API answers", async ({ page }) => {
  const account = await openFirst(page, "leadership");
  const figures = page.locator("dl.figures");
  await expect(figures.getByTitle(money(account.trailing_revenue.current), { exact: true })).toBeVisible();
  await expect(figures.getByTitle(money(account.lifetime_revenue_cents), { exact: true })).toBeVisible();
  await expect(figures.getByText(`${count(account.orders)} orders`)).toBeVisible();
  const purchases = page.getByRole("region", { name: "Purchases by product" });
  await expect(purchases).toContainText(account.products[0].product.name);
  const sum = account.products.reduce((total, product) => total + product.revenue_cents, 0);
  expect(sum).toBe(account.lifetime_revenue_cents);
  if (account.products.length > 12) {
    await purchases.getByRole("button", { name: `Show all ${account.products.length}` }).click();
  }
  await expect(purchases).toContainText(account.products.at(-1).product.name);
  const orders = page.getByRole("region", { name: /orders/i }).last();
  await expect(orders).toContainText(money(account.recent_orders[0].revenue_cents));
});

test("one tap calls the account", async ({ page }) => {
  const account = await openFirst(page, "rep");
  const digits = account.phone.replace(/[^\d+]/g, "");
  const call = page.getByRole("link", { name: `Call ${account.phone}` });
  await expect(call).toHaveAttribute("href", `tel:${digits}`);
});

test.describe("what is not one's own", () => {
  test.use({ expectedStatuses: [401, 404] });

  test("looks to a rep as what does not exist", async ({ page, browser, baseURL }) => {
    await signInAs(page, "leadership", "/accounts");
    const { items } = await ask(page, "/accounts?limit=200");
    const other = await browser.newContext({ baseURL });
    const reps = await other.newPage();
    await signInAs(reps, "rep", "/accounts");
    const own = new Set((await ask(reps, "/accounts?limit=500")).items.map((row) => row.account.id));
    const foreign = items.find((row) => !own.has(row.account.id));
    // Orders are many more than accounts: their ids, turned into ids of accounts, belong to nobody.
    const { recent_orders: orders } = await ask(page, `/accounts/${foreign.account.id}`);
    const answers = [];
    for (const id of [foreign.account.id, orders[0].id.replace(/^[a-z]+_/, "a_")]) {
      await reps.goto(`/accounts/${id}`);
      const alert = reps.getByRole("alert");
      await expect(alert).toBeVisible();
      await expect(reps.getByText(foreign.account.name)).toHaveCount(0);
      answers.push(await reps.getByRole("main").innerText());
    }
    expect(answers[0]).toBe(answers[1]);
    await reps.goto("/accounts/nonsense");
    await expect(reps.getByText("There is nothing at this address")).toBeVisible();
    await other.close();
  });
});

async function openFirst(page, role) {
  await signInAs(page, role, "/");
  const { items } = await ask(page, "/accounts?limit=1");
  const { id, name } = items[0].account;
  await page.goto(`/accounts/${id}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return ask(page, `/accounts/${id}`);
}

function number(text) {
  return Number(text.replace("−", "-"));
}
