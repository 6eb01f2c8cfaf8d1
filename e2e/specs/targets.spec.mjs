import { ask, expect, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { money } from "../rig/words.mjs";

test("targets by month with what is reached, readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/targets");
  const { items } = await ask(page, "/targets?limit=100");
  expect(items.length, "the demo has targets").toBeGreaterThan(0);
  const region = page.getByRole("region", { name: "Targets" });
  await expect(region.locator("li.target")).toHaveCount(items.length);
  await expect(region.locator(".targets-month")).toHaveCount(new Set(items.map((target) => target.month)).size);
  // The month that holds the as-of date comes first.
  const { as_of } = await ask(page, "/freshness");
  const present = items.find((target) => target.month.slice(0, 7) === as_of.slice(0, 7)) ?? items[0];
  await expect(region.locator("li.target").first()).toContainText(money(present.amount_cents));
  await expect(region.locator("li.target").first()).toContainText(money(present.reached_cents));
  await expectGoodScreen(page, testInfo, "targets");
});

test("a rep reads targets and is offered no change", async ({ page }) => {
  await signInAs(page, "rep", "/targets");
  await expectArrived(page);
  await expect(page.getByText("Set a target")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Remove/ })).toHaveCount(0);
});

test("a manager sets a target for an account, removes it, and takes that back", async ({ page, isMobile }, testInfo) => {
  await signInAs(page, "manager", "/targets");
  await expectArrived(page);
  if (isMobile) await page.getByText("Set a target").click();
  const place = testInfo.project.name === "phone" ? 1 : 0;
  const { account } = (await ask(page, "/accounts?limit=2&sort=name&direction=descending")).items[place];
  await page.getByRole("combobox", { name: "For", exact: true }).selectOption("Account");
  await page.getByRole("searchbox", { name: "Account" }).fill(account.name);
  await page.getByRole("list", { name: "Accounts found" }).getByRole("button", { name: account.name }).first().click();
  await page.getByLabel("Net sales").fill("12,345.50");
  await page.getByRole("button", { name: "Set target" }).click();
  await expect(page.getByText("The target is set.")).toBeVisible();
  const row = page.locator("li.target", { hasText: account.name }).filter({ hasText: "$12,345.50" });
  await expect(row).toHaveCount(1);
  await row.getByRole("button", { name: /^Remove the target/ }).click();
  await expect(page.getByText("The target is removed.")).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toHaveCount(1);
  await row.getByRole("button", { name: /^Remove the target/ }).click();
  await expect(row).toHaveCount(0);
});

test("what is missing is said in words before anything is sent", async ({ page, isMobile }) => {
  let sent = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/targets")) sent += 1;
  });
  await signInAs(page, "manager", "/targets");
  await expectArrived(page);
  if (isMobile) await page.getByText("Set a target").click();
  await page.getByRole("button", { name: "Set target" }).click();
  await expect(page.getByRole("alert")).toContainText("Write an amount above zero");
  await page.getByLabel("Net sales").fill("100");
  await page.getByRole("button", { name: "Set target" }).click();
  await expect(page.getByRole("alert")).toContainText("Pick a rep.");
  expect(sent).toBe(0);
});

test("leadership is led to the import of targets", async ({ page }) => {
  await signInAs(page, "leadership", "/targets");
  await page.getByRole("link", { name: "Import targets from CSV" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Imports" })).toBeVisible();
});
