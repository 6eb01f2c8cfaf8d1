import { ask, expect, expectAccessible, expectArrived, signInAs, signInByForm, signInOf, test } from "../rig/test.mjs";

// Parts of the app that are fetched when a page of theirs is first opened.
const CHUNKS = /\/chunk_[^/]+\.parts$/;
const OF_ACCOUNTS = /\/chunk_accounts?-[^/]+\.parts$/;

function chunkRequests(page) {
  const names = [];
  page.on("request", (request) => {
    if (CHUNKS.test(request.url())) names.push(request.url());
  });
  return names;
}

test("signing in fetches the code of the page one lands on and of no other; opening one fetches its own, once", async ({ page, isMobile }) => {
  test.skip(isMobile, "the menu differs, the code does not");
  const requests = chunkRequests(page);
  const chunks = () => requests.map((address) => /chunk_([a-z]+)-/.exec(address)[1]);
  await signInByForm(page, signInOf("leadership"));
  await expectArrived(page);
  expect(chunks()).toEqual(["dashboard"]);
  await page.goto("/accounts");
  await expect(page.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  await expectArrived(page);
  expect(chunks()).toEqual(["dashboard", "accounts"]);
  for (const name of ["Accuracy", "Rule lab"]) {
    await page.getByRole("navigation").getByRole("link", { name }).first().click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expectArrived(page);
    expect(chunks(), "both travel together").toEqual(["dashboard", "accounts", "engine"]);
  }
});

test("what is asked ahead of the app is asked once, and is what the page needs", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith("/api/v1/")) asked.push(pathname + search);
  });
  await signInAs(page, "leadership");
  const { id } = (await ask(page, "/accounts?limit=1")).items[0].account;
  for (const path of ["/dashboard", "/for-you", "/accounts", "/products", "/map", `/accounts/${id}`]) {
    // What the page before still asks is not asked by this one.
    let before;
    do {
      before = asked.length;
      await page.waitForTimeout(500);
    } while (asked.length > before);
    asked.length = 0;
    await page.goto(path);
    await expectArrived(page);
    // What is left was asked for nothing.
    const left = await page.evaluate(() => globalThis.leftAhead());
    expect(left, path).toEqual([]);
    expect(asked.filter((address, place) => asked.indexOf(address) !== place), path).toEqual([]);
  }
});

test("pointing at a link fetches the page behind it", async ({ page, isMobile }) => {
  test.skip(isMobile, "fingers do not point without touching");
  await signInAs(page, "leadership");
  await expectArrived(page);
  const fetched = page.waitForResponse(CHUNKS);
  await page.getByRole("navigation").getByRole("link", { name: "Map" }).first().hover();
  expect((await fetched).status()).toBe(200);
});

test("a page on its way is shown as such, in the place and at the address of the page", async ({ page }) => {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route(CHUNKS, async (route) => {
    await held;
    await route.continue();
  });
  await signInAs(page, "leadership", "/products");
  await expect(page.getByText("Loading").first()).toBeAttached();
  await expect(page.locator(".skeleton").first()).toBeVisible();
  await expect(page).toHaveTitle("Products · Bellwether");
  letGo();
  await expect(page.getByRole("heading", { level: 1, name: "Products" })).toBeVisible();
  await expectArrived(page);
});

test.describe("a page whose code cannot be fetched", () => {
  test.use({ expectsLostConnections: true });

  test("says so, lets other pages work, and comes with the second try", async ({ page, isMobile }) => {
    await page.route(OF_ACCOUNTS, (route) => route.abort());
    await signInAs(page, "leadership");
    await expectArrived(page);
    const { id, name } = (await ask(page, "/accounts?limit=1")).items[0].account;
    await page.getByRole("navigation").getByRole("link", { name: "Accounts" }).first().click();
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toContainText("This page could not be loaded");
    await expect(page.locator(".skeleton")).toHaveCount(0);
    await expectAccessible(page);

    if (isMobile) await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("navigation").getByRole("link", { name: "Dashboard" }).filter({ visible: true }).first().click();
    await expect(page.getByRole("heading", { name: "Dashboard", level: 1 })).toBeVisible();

    await page.goto(`/accounts/${id}`);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(alert).toContainText("This page could not be loaded");
    await page.unroute(OF_ACCOUNTS);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(alert).toHaveCount(0);
  });

  test("leaves the brief of an account readable when it is only the rest of its page", async ({ page }) => {
    const ofDepth = /\/chunk_depth-[^/]+\.parts$/;
    await page.route(ofDepth, (route) => route.abort());
    await signInAs(page, "leadership");
    const { id, name } = (await ask(page, "/accounts?limit=1")).items[0].account;
    await page.goto(`/accounts/${id}`);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page.getByRole("button", { name: "Log", exact: true })).toBeDisabled();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("The rest of this page could not be loaded");
    await expectAccessible(page);
    await page.unroute(ofDepth);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("region", { name: "Timeline" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Log", exact: true })).toBeEnabled();
  });

  test("leaves the cards readable when it is only what stands below them", async ({ page }) => {
    const ofDepth = /\/chunk_insights-[^/]+\.parts$/;
    await page.route(ofDepth, (route) => route.abort());
    await signInAs(page, "leadership", "/for-you");
    await expect(page.locator(".for-you-card").first()).toBeVisible();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("The rest of this page could not be loaded");
    await expectAccessible(page);
    await page.unroute(ofDepth);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("region", { name: "Tasks" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Lost items" })).toBeVisible();
  });

  test("can be reloaded", async ({ page }) => {
    await page.route(CHUNKS, (route) => route.abort());
    await signInAs(page, "leadership", "/settings");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("could not be loaded");
    await page.unroute(CHUNKS);
    await page.getByRole("button", { name: "Reload" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  });
});
