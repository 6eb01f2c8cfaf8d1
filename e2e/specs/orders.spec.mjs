import { ask, expect, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { money } from "../rig/words.mjs";

test("a rep sees current orders, full and readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/orders");
  await expect(page.getByRole("region", { name: "Drafts" })).toBeVisible();
  await expectGoodScreen(page, testInfo, "orders");
});

test("past orders are readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/orders?view=past");
  await expect(records(page).first()).toBeVisible();
  await expectGoodScreen(page, testInfo, "orders-past");
});

test("drafts come first, whatever their age, and say that they are in no total", async ({ page }) => {
  await signInAs(page, "leadership", "/orders");
  const { items } = await ask(page, "/orders?view=current&limit=500");
  const drafts = items.filter((order) => order.status === "draft");
  expect(drafts.length, "the demo has drafts").toBeGreaterThan(0);
  const region = page.getByRole("region", { name: "Drafts" });
  await expect(region).toContainText("Not in any total");
  await expect(region.locator("[data-record]")).toHaveCount(drafts.length);
  const newest = drafts.reduce((first, order) => (order.placed_on > first.placed_on ? order : first));
  await expect(region.locator("[data-record]").first()).toHaveAttribute("href", `/orders/${newest.id}`);
  const placed = page.getByRole("region", { name: "Placed today" });
  await expect(placed.locator("[data-record]")).toHaveCount(items.length - drafts.length);
});

test("one tap calls the person who started a draft", async ({ page }) => {
  await signInAs(page, "leadership", "/orders");
  const { items } = await ask(page, "/orders?view=current&limit=500");
  const order = items.find((order) => order.status === "draft" && order.started_by?.phone);
  expect(order, "a draft of somebody with a telephone").toBeDefined();
  const call = page.getByRole("link", { name: `Call ${order.started_by.name}` }).first();
  await expect(call).toHaveAttribute("href", `tel:${order.started_by.phone.replace(/[^\d+]/g, "")}`);
  const box = await call.boundingBox();
  expect(box.height).toBeGreaterThanOrEqual(34);
});

test("a phone shows cards with targets of 44 pixels, a laptop a table", async ({ page, isMobile }) => {
  await signInAs(page, "leadership", "/orders");
  await expect(records(page).first()).toBeVisible();
  await expect(page.locator("table.orders-table").first()).toBeVisible({ visible: !isMobile });
  await expect(page.locator("li.order-card").first()).toBeVisible({ visible: isMobile });
  if (!isMobile) return;
  const card = await page.locator("li.order-card").first().boundingBox();
  const call = await page.locator("li.order-card a[href^='tel:']").first().boundingBox();
  expect(Math.min(card.height, call.height)).toBeGreaterThanOrEqual(44);
});

test("past and current are in the address, and back goes back", async ({ page }) => {
  await signInAs(page, "leadership", "/orders");
  await expectArrived(page);
  const choice = page.getByRole("group", { name: "Orders" });
  await choice.getByRole("button", { name: "Past" }).click();
  await expect(page).toHaveURL(/view=past/);
  await expect(page.getByRole("region", { name: "Past orders" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("region", { name: "Drafts" })).toBeVisible();
  await expect(choice.getByRole("button", { name: "Current" })).toHaveAttribute("aria-pressed", "true");
});

test("past orders stand under their days, and scrolling brings more without asking twice", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => {
    if (/\/orders\?.*cursor=/.test(request.url())) asked.push(request.url());
  });
  await signInAs(page, "leadership", "/orders?view=past");
  await expect(records(page).first()).toBeVisible();
  const { items, next_cursor: more } = await ask(page, "/orders?view=past&limit=100");
  expect(more, "the demo has more than one page").toBeDefined();
  await expect(page.locator(".orders-day").first()).toContainText(/^\w+day, \d+ \w+ \d{4}$/);
  await expect(async () => {
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    expect(await records(page).count()).toBeGreaterThan(items.length);
  }).toPass();
  const hrefs = await records(page).evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(new Set(hrefs).size, "no order stands twice").toBe(hrefs.length);
  expect(new Set(asked).size, "no page is asked for twice").toBe(asked.length);
});

test("one order shows its lines, which add up, and leads to its account", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/orders?view=past");
  const order = (await ask(page, "/orders?view=past&limit=1")).items[0];
  await records(page).first().click();
  await expect(page).toHaveURL(new RegExp(`/orders/${order.id}`));
  await expect(page.getByRole("heading", { level: 1, name: `Order ${order.number}` })).toBeVisible();
  const { lines } = await ask(page, `/orders/${order.id}`);
  const region = page.getByRole("region", { name: "Lines" });
  for (const line of lines) await expect(region).toContainText(line.product.name);
  await expect(region).toContainText(money(lines[0].revenue_cents));
  expect(lines.reduce((sum, line) => sum + line.revenue_cents, 0)).toBe(order.revenue_cents);
  await expectGoodScreen(page, testInfo, "order");
  await page.getByRole("main").getByRole("link", { name: order.account.name }).click();
  await expect(page.getByRole("heading", { level: 1, name: order.account.name })).toBeVisible();
});

test("profit of an order is absent for those who may not see margin", async ({ page }) => {
  await signInAs(page, "rep", "/orders?view=past");
  const order = (await ask(page, "/orders?view=past&limit=1")).items[0];
  await page.goto(`/orders/${order.id}`);
  await expectArrived(page);
  expect(JSON.stringify(await ask(page, `/orders/${order.id}`))).not.toContain("profit");
  await expect(page.getByText("Profit")).toHaveCount(0);
});

function records(page) {
  return page.getByRole("main").locator("[data-record]");
}
