import { ask, expect, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { count, day, money } from "../rig/words.mjs";

// The groups of docs/DATA.md: a head office that never ordered with three sites, and an office that pays for two.
const CLINICS = ["Tri-Valley Clinic East", "Tri-Valley Clinic North", "Tri-Valley Clinic South", "Tri-Valley Clinics"];
const KITCHENS = ["Orchard Kitchens Central Billing", "Orchard Kitchens North", "Orchard Kitchens South"];

const DAY_MS = 86_400_000;

async function found(page, words, level) {
  const query = new URLSearchParams({ search: words, limit: "50", ...(level && { level }) });
  return (await ask(page, `/accounts?${query}`)).items;
}

// Days between the distinct days of orders, oldest first.
function gaps(orders) {
  const days = [...new Set(orders.map((order) => order.placed_on))].sort();
  return days.slice(1).map((date, place) => (Date.parse(date) - Date.parse(days[place])) / DAY_MS);
}

test("a parent stands for all its accounts, with their orders put together before gaps are counted", async ({ page }) => {
  await signInAs(page, "rep", "/accounts");
  for (const [words, names] of [["Tri-Valley", CLINICS], ["Orchard Kitchens", KITCHENS]]) {
    const sites = await found(page, words);
    expect(sites.map((row) => row.account.name).sort()).toEqual(names);
    const [group, ...others] = await found(page, words, "parent");
    expect(others).toEqual([]);
    expect(group.members).toBe(names.length);
    for (const figure of ["trailing_revenue_cents", "trailing_orders"]) {
      expect(group[figure]).toBe(sites.reduce((sum, row) => sum + row[figure], 0));
    }
    expect(group.last_order).toBe(sites.map((row) => row.last_order).filter(Boolean).sort().at(-1));
    // The gaps, worked out here from the orders of every site.
    const pages = sites.map((row) => ask(page, `/accounts/${row.account.id}`));
    const orders = (await Promise.all(pages)).flatMap((account) => account.recent_orders);
    const valid = orders.filter((order) => order.revenue_cents > 0);
    const account = await ask(page, `/accounts/${sites[0].account.id}?level=parent`);
    const shown = account.gaps_days.slice(-20);
    expect(shown).toEqual(gaps(valid).slice(-20));
    expect(account.group.members.map((member) => member.account.name).sort()).toEqual(names);
  }
});

test("a quiet site is critical by itself, and its group is not", async ({ page }) => {
  await signInAs(page, "rep", "/accounts");
  const east = (await found(page, "Tri-Valley Clinic East"))[0];
  const [group] = await found(page, "Tri-Valley Clinic East", "parent");
  expect(group.account.name).toBe("Tri-Valley Clinics");
  expect(group.churn_risk).toBeLessThan(east.churn_risk);
  expect(Date.parse(group.last_order)).toBeGreaterThan(Date.parse(east.last_order));
});

test("the account page switches to all accounts of the parent, keeps that in its address and lists them", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/accounts");
  const north = (await found(page, "Tri-Valley Clinic North"))[0];
  await page.goto(`/accounts/${north.account.id}`);
  const levels = page.getByRole("group", { name: "Figures of" });
  await expect(levels.getByRole("button", { name: "This account" })).toHaveAttribute("aria-pressed", "true");
  const figures = page.locator("dl.figures");
  const own = await ask(page, `/accounts/${north.account.id}`);
  await expect(figures.getByText(`${count(own.orders)} orders`)).toBeVisible();
  await levels.getByRole("button", { name: "All 4 accounts of Tri-Valley Clinics" }).click();
  await expect(page).toHaveURL(/level=parent/);
  const all = await ask(page, `/accounts/${north.account.id}?level=parent`);
  expect(all.orders).toBeGreaterThan(own.orders);
  await expect(figures.getByText(`${count(all.orders)} orders`)).toBeVisible();
  await expect(figures.getByTitle(money(all.lifetime_revenue_cents), { exact: true })).toBeVisible();
  const members = page.getByRole("region", { name: "Accounts of the group" });
  for (const name of CLINICS) await expect(members.getByRole("link", { name, exact: true })).toBeVisible();
  const orders = page.getByRole("region", { name: "Recent orders" });
  const latest = all.recent_orders[0];
  await expect(orders).toContainText(day(latest.placed_on, all.as_of));
  await expect(orders).toContainText(latest.site.name);
  await expectGoodScreen(page, testInfo, "account-group");
  await page.reload();
  await expect(figures.getByText(`${count(all.orders)} orders`)).toBeVisible();
  await page.goBack();
  await expect(figures.getByText(`${count(own.orders)} orders`)).toBeVisible();
});

test("an account that stands alone has no switch", async ({ page }) => {
  await signInAs(page, "rep", "/accounts");
  const alone = (await found(page, "Stillwater Inn"))[0];
  await page.goto(`/accounts/${alone.account.id}`);
  await expect(page.locator("dl.figures")).toBeVisible();
  await expect(page.getByRole("group", { name: "Figures of" })).toHaveCount(0);
});
