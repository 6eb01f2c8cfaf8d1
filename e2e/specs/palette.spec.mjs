import { ask, expect, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";

const palette = (page) => page.getByRole("dialog", { name: "Search" });
const field = (page) => palette(page).getByRole("combobox");
const options = (page) => palette(page).getByRole("option");

async function open(page, isMobile) {
  if (isMobile) await page.getByRole("button", { name: "Search", exact: true }).click();
  else await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

test("finds what the API finds, and Enter opens it", async ({ page, isMobile }) => {
  await signInAs(page, "leadership", "/dashboard");
  await expectArrived(page);
  const { account } = (await ask(page, "/accounts?limit=1")).items[0];
  await open(page, isMobile);
  await field(page).fill(account.name);
  const hits = await ask(page, `/search?q=${encodeURIComponent(account.name)}`);
  expect(hits.accounts.map((hit) => hit.account.name)).toContain(account.name);
  const group = palette(page).getByRole("group", { name: "Accounts" });
  await expect(group.getByRole("option")).toHaveCount(hits.accounts.length);
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/accounts/${hits.accounts[0].account.id}$`));
  await expect(palette(page)).toHaveCount(0);
});

test("Enter pressed before the answer is there opens what is found", async ({ page, isMobile }) => {
  await signInAs(page, "leadership", "/dashboard");
  await expectArrived(page);
  const { account } = (await ask(page, "/accounts?limit=1")).items[0];
  const hits = await ask(page, `/search?q=${encodeURIComponent(account.name)}`);
  await page.route("**/api/v1/search?*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await open(page, isMobile);
  await field(page).fill(account.name);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/accounts/${hits.accounts[0].account.id}$`));
});

test("arrows walk, Escape closes, and the focus is where it was", async ({ page, isMobile }) => {
  test.skip(isMobile, "no keyboard");
  await signInAs(page, "leadership", "/dashboard");
  await expectArrived(page);
  await page.getByRole("button", { name: "Search", exact: true }).focus();
  await page.keyboard.press("/");
  await expect(options(page).nth(2)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(options(page).nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(field(page)).toHaveAttribute("aria-activedescendant", await options(page).nth(1).getAttribute("id"));
  await page.keyboard.press("Escape");
  await expect(palette(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Search", exact: true })).toBeFocused();
});

test("typing never waits: the old hits stay until the new ones are there, and late ones are dropped", async ({ page, isMobile }) => {
  await signInAs(page, "leadership", "/dashboard");
  await expectArrived(page);
  const { name } = (await ask(page, "/accounts?limit=1")).items[0].account;
  const old = palette(page).getByRole("group", { name: "Accounts" }).getByRole("option");
  await open(page, isMobile);
  await field(page).fill(name.slice(0, 4));
  await expect(palette(page).getByRole("status")).toHaveText(/^\d+ found/);
  const before = await old.count();
  expect(before).toBeGreaterThan(0);
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route("**/api/v1/search?**", async (route) => {
    if (new URL(route.request().url()).searchParams.get("q") === name) await held;
    await route.continue();
  });
  await field(page).fill(name);
  await expect(field(page)).toHaveValue(name);
  await expect(palette(page).getByRole("status")).toHaveText("Searching…");
  await expect(old).toHaveCount(before);
  await field(page).fill("nothing is called like this");
  await expect(palette(page).getByRole("status")).toContainText("Nothing found");
  letGo();
  await page.waitForTimeout(300);
  await expect(options(page)).toHaveCount(0);
});

test("pages are found without the server, those open before come first", async ({ page, isMobile }) => {
  await signInAs(page, "manager", "/orders");
  await expectArrived(page);
  await page.waitForTimeout(1500);
  await open(page, isMobile);
  await field(page).fill("monday");
  await expect(options(page).first()).toContainText("Monday");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Monday" })).toBeVisible();
  await open(page, isMobile);
  await expect(palette(page).getByRole("group", { name: "Recent" }).getByRole("option").first()).toContainText("Orders");
});

test("the palette is good to look at", async ({ page, isMobile }, testInfo) => {
  await signInAs(page, "leadership", "/dashboard");
  await expectArrived(page);
  await open(page, isMobile);
  await field(page).fill("har");
  await expect(palette(page).getByRole("status")).toContainText("found");
  await expectGoodScreen(page, testInfo, "palette");
});

test("the question mark lists the keys, and g with a letter goes", async ({ page, isMobile }, testInfo) => {
  test.skip(isMobile, "no keyboard");
  await signInAs(page, "manager", "/dashboard");
  await expectArrived(page);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toContainText("Monday");
  await expectGoodScreen(page, testInfo, "keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await expect(page).toHaveURL(/\/weekly/);
});
