import { ask, expect, expectArrived, fillSignIn, signInAs, signInByForm, signInOf, test } from "../rig/test.mjs";
import { money } from "../rig/words.mjs";

const ROLES = {
  rep: { importsAreOffered: false, seesMargin: false },
  manager: { importsAreOffered: false, seesMargin: true },
  leadership: { importsAreOffered: true, seesMargin: true },
  admin: { importsAreOffered: true, seesMargin: true },
};

for (const [role, may] of Object.entries(ROLES)) {
  test(`a ${role} is offered what the role may see, and no more`, async ({ page, isMobile }) => {
    await signInAs(page, role, "/dashboard");
    await expectArrived(page);
    const answer = await ask(page, "/dashboard");
    await expect(page.locator(`a.tile[title^="Net sales: ${money(answer.kpis.revenue.current)};"]`)).toBeVisible();
    await expect(page.locator("a.tile", { hasText: "Gross profit" })).toHaveCount(may.seesMargin ? 1 : 0);
    if (isMobile) await page.getByRole("button", { name: "More", exact: true }).click();
    const navigation = page.getByRole("navigation", { name: "Main" });
    await expect(navigation.getByRole("link", { name: "Products" })).toBeVisible();
    await expect(navigation.getByRole("link", { name: "Imports" })).toHaveCount(may.importsAreOffered ? 1 : 0);
  });
}

test("the figures grow with what one may see, and lack margin where one may not see it", async ({ page, browser, baseURL }) => {
  const revenues = {};
  for (const role of Object.keys(ROLES)) {
    const context = await browser.newContext({ baseURL });
    const own = await context.newPage();
    await signInAs(own, role, "/");
    const dashboard = await ask(own, "/dashboard");
    const { items } = await ask(own, "/accounts?limit=1");
    const account = await ask(own, `/accounts/${items[0].account.id}`);
    const words = JSON.stringify([dashboard, account]);
    expect(/profit|margin|cost/.test(words), `${role} and margin`).toBe(ROLES[role].seesMargin);
    revenues[role] = dashboard.kpis.revenue.current;
    await context.close();
  }
  expect(revenues.rep).toBeGreaterThan(0);
  expect(revenues.rep).toBeLessThan(revenues.manager);
  expect(revenues.manager).toBeLessThan(revenues.leadership);
  expect(revenues.admin).toBe(revenues.leadership);
  await signInAs(page, "rep", "/");
});

test.describe("a rep at an address that is not offered", () => {
  test.use({ expectedStatuses: [401, 403] });

  test("reads why there is nothing, and the server refuses the rest", async ({ page }) => {
    await signInAs(page, "rep", "/imports");
    await expect(page.getByRole("alert").first()).toBeVisible();
    for (const path of ["/imports", "/users", "/keys"]) {
      const answer = await page.request.get(`/api/v1${path}`);
      if (path !== "/keys") expect(answer.status(), path).toBe(403);
    }
  });
});

test("signing out ends the session, on the server too", async ({ page, context }) => {
  await signInByForm(page, signInOf("manager"));
  const before = await context.cookies();
  await page.getByRole("button", { name: /account menu/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  await context.addCookies(before);
  expect((await page.request.get("/api/v1/me")).status()).not.toBe(200);
  await page.reload();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
});

test("a session that ended by itself asks to sign in and leads back to the page", async ({ page, context }) => {
  await signInByForm(page, signInOf("manager"));
  await page.goto("/products?period=30d");
  await expectArrived(page);
  // Whatever is still under way would end the session on the page before the click does.
  await page.waitForLoadState("networkidle");
  await context.clearCookies();
  await page.getByRole("group", { name: "By" }).getByRole("button", { name: "Year" }).click();
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await fillSignIn(page, signInOf("manager"));
  await expect(page.getByRole("heading", { name: "Products", level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/products\?period=30d&by=year/);
});
