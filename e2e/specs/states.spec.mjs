import { ask, expect, expectAccessible, expectArrived, signInAs, signInFirst, test } from "../rig/test.mjs";

// Every page, the answer it lives from, and what a new installation says there.
const PAGES = [
  { name: "dashboard", path: "/", answer: "**/api/v1/dashboard*", empty: "Import a file of order lines and this page fills itself." },
  { name: "for you", path: "/for-you", answer: "**/api/v1/for-you*", empty: "Nobody needs you today" },
  { name: "accounts", path: "/accounts", answer: "**/api/v1/accounts?*", empty: /import accounts/i },
  { name: "map", path: "/map", answer: "**/api/v1/map?*", empty: /No accounts yet\. Import purchases or accounts/ },
  { name: "products", path: "/products", answer: "**/api/v1/{products,units}*", empty: /import order lines/i },
  { name: "orders", path: "/orders", answer: "**/api/v1/orders?*", empty: /No open drafts, and nothing placed on this day/ },
  { name: "past orders", path: "/orders?view=past", answer: "**/api/v1/orders?*", empty: /No past orders\. Import a file of order lines/ },
  { name: "invoices", path: "/invoices", answer: "**/api/v1/invoices?*", empty: "Nothing is overdue." },
  { name: "targets", path: "/targets", answer: "**/api/v1/targets?*", empty: /No targets yet\. Set one above, or import/ },
  { name: "notifications", path: "/notifications", answer: "**/api/v1/{deliveries?*,me/notifications,webhooks}", empty: /Nothing has been sent yet/ },
  { name: "imports", path: "/imports", answer: "**/api/v1/imports", empty: /Nothing has been imported yet\. Choose a file above/ },
  { name: "accuracy", path: "/accuracy", answer: "**/api/v1/accuracy", empty: /nothing to judge by yet|history is too short/ },
  { name: "rule lab", path: "/rules", answer: "**/api/v1/{rules,rules/preview}", empty: undefined },
  { name: "settings", path: "/settings", answer: "**/api/v1/settings", empty: undefined },
];

for (const { name, path, answer, empty } of PAGES) {
  test(`${name} shows what it is waiting for, and then itself`, async ({ page }) => {
    let letGo;
    const held = new Promise((resolve) => (letGo = resolve));
    await page.route(answer, async (route) => {
      await held;
      await route.continue();
    });
    await signInAs(page, "admin", path);
    await expect(page.getByText("Loading").first()).toBeAttached();
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    letGo();
    await expectArrived(page);
  });

  test.describe(`without an answer ${name}`, () => {
    test.use({ expectsLostConnections: true });

    test("says so, and a second try brings it", async ({ page, isMobile }) => {
      await page.route(answer, (route) => route.abort());
      await signInAs(page, "admin", path);
      const alert = page.getByRole("main").getByRole("alert");
      await expect(alert.first()).toContainText("The server can't be reached.");
      await expectAccessible(page);
      await page.unroute(answer);
      if (isMobile && name === "map") await page.locator(".map-list-handle").click();
      // Each part of a page has its own button; some try again by themselves, for example when the map moves.
      const again = page.getByRole("main").getByRole("button", { name: "Try again" });
      await expect(async () => {
        if ((await alert.count()) > 0) await again.first().click({ timeout: 1_000 });
        await expect(alert).toHaveCount(0, { timeout: 1_000 });
      }).toPass();
      await expectArrived(page);
    });
  });

  if (empty !== undefined) {
    test(`an empty ${name} says what would fill it`, async ({ page, newInstallation }) => {
      await signInFirst(page, await newInstallation("empty"), path);
      await expectArrived(page);
      await expect(page.getByRole("main").getByText(empty).first()).toBeVisible();
      await expectAccessible(page);
    });
  }
}

test("one account waits, fails and comes back", async ({ page }) => {
  await signInAs(page, "admin", "/");
  const { id, name } = (await ask(page, "/accounts?limit=1")).items[0].account;
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route(`**/api/v1/accounts/${id}`, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/accounts/${id}`);
  await expect(page.getByText("Loading").first()).toBeAttached();
  letGo();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test.describe("a server that is gone", () => {
  test.use({ expectsLostConnections: true });

  test("is told before anything else, and a second try starts the app", async ({ page }) => {
    await signInAs(page, "admin", "/");
    await expectArrived(page);
    await page.route("**/api/v1/**", (route) => route.abort());
    await page.reload();
    await expect(page.getByRole("heading", { name: "Bellwether is out of reach" })).toBeVisible();
    await expectAccessible(page);
    await page.unroute("**/api/v1/**");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { name: "Dashboard", level: 1 })).toBeVisible();
  });
});

test("an address that leads nowhere says so and leads home", async ({ page }) => {
  await signInAs(page, "admin", "/no/such/page");
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Go to the dashboard" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard", level: 1 })).toBeVisible();
});
