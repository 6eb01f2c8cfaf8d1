import {
  expect,
  expectAccessible,
  expectArrived,
  expectNoSidewaysScroll,
  fillSignIn,
  screenshot,
  signInAs,
  signInFirst,
  test,
} from "../rig/test.mjs";
import { printedSignIn } from "../rig/server.mjs";

const NEW = "another horse entirely";
const QUESTION = { name: "Choose your password", level: 1 };

async function fillChange(page, current, next, again = next) {
  await page.getByLabel("Current password").fill(current);
  await page.getByLabel("New password", { exact: true }).fill(next);
  await page.getByLabel("New password again").fill(again);
  await page.getByRole("button", { name: /^Change password/ }).click();
}

async function expectRefused(page, label, words) {
  const field = page.getByLabel(label, { exact: true });
  await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(words);
  await expect(field).toBeFocused();
}

async function expectGoodCard(page, testInfo, name) {
  for (const theme of ["dark", "light"]) {
    await screenshot(page, testInfo, name, theme);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
}

// Each size changes the password of an installation of its own.
function ownInstallation(newInstallation, testInfo, name) {
  return newInstallation(`password-${name}-${testInfo.project.name}`);
}

test.describe("a password that somebody else handed out", () => {
  test.use({ expectedStatuses: [401, 403, 422] });

  test("has to be changed at the first sign-in, which then goes on to the page asked for", async ({
    page,
    newInstallation,
  }, testInfo) => {
    // Many passwords are hashed on the way, each with effort on purpose.
    test.slow();
    const server = await ownInstallation(newInstallation, testInfo, "first");
    const { email, password } = printedSignIn(server);
    await page.goto(`${server.address}/`);
    await fillSignIn(page, { email, password });
    await expect(page.getByRole("heading", QUESTION)).toBeVisible();
    await expect(page.getByLabel("Current password")).toBeFocused();
    await expect(page.getByRole("navigation")).toHaveCount(0);
    await expectGoodCard(page, testInfo, "password");

    await page.reload();
    await expect(page.getByRole("heading", QUESTION)).toBeVisible();
    await fillChange(page, "not the password", NEW);
    await expectRefused(page, "Current password", /not your password so far/i);
    await fillChange(page, password, "too short");
    await expectRefused(page, "New password", /use at least 12 characters/i);
    await expectGoodCard(page, testInfo, "password_refused");
    await fillChange(page, password, password);
    await expectRefused(page, "New password", /choose another than the current one/i);
    await fillChange(page, password, NEW, `${NEW}!`);
    await expectRefused(page, "New password again", /not the same as above/i);

    await fillChange(page, password, NEW);
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expect(page).toHaveTitle("Dashboard · Bellwether");
    await expectArrived(page);

    await page.context().clearCookies();
    await page.goto(`${server.address}/accounts`);
    await fillSignIn(page, { email, password: NEW });
    await expect(page).toHaveTitle("Accounts · Bellwether");
    await expect(page.getByRole("heading", QUESTION)).toHaveCount(0);
    await expectArrived(page);
  });

  test("can be left by signing out, without having changed anything", async ({ page, newInstallation }, testInfo) => {
    const server = await ownInstallation(newInstallation, testInfo, "left");
    const signIn = printedSignIn(server);
    await page.goto(`${server.address}/map`);
    await fillSignIn(page, signIn);
    await expect(page.getByRole("heading", QUESTION)).toBeVisible();
    await page.getByRole("button", { name: "Sign out" }).click();
    await fillSignIn(page, signIn);
    await expect(page.getByRole("heading", QUESTION)).toBeVisible();
  });

  test("is asked for as soon as any call is told so", async ({ page }) => {
    await signInAs(page, "manager");
    await expectArrived(page);
    await page.route("**/api/v1/units?*", (route) =>
      route.fulfill({
        status: 403,
        contentType: "application/problem+json",
        body: JSON.stringify({
          type: "about:blank",
          title: "Password to be changed",
          status: 403,
          code: "password_change_required",
          detail: "Your password was set when your sign-in was made or renewed; choose your own before anything else.",
          remedy: "Change it.",
          request_id: "1",
        }),
      }),
    );
    await page.goto("/products");
    await expect(page.getByRole("heading", QUESTION)).toBeVisible();
    await expect(page.getByRole("navigation")).toHaveCount(0);
  });
});

test.describe("one's own password in the settings", () => {
  test.use({ expectedStatuses: [401, 422], expectsLostConnections: true });

  test("is changed there by anybody, says what fails, and shows that it is on its way", async ({
    page,
    newInstallation,
  }, testInfo) => {
    const server = await ownInstallation(newInstallation, testInfo, "settings");
    await signInFirst(page, server, "/settings");
    const panel = page.getByRole("region", { name: "Change your password" });
    await expect(panel).toBeVisible();
    await expectArrived(page);
    await panel.scrollIntoViewIfNeeded();

    await page.route("**/api/v1/me/password", (route) => route.abort());
    await fillChange(panel, "correct horse battery staple", NEW);
    await expect(panel.getByRole("alert").filter({ hasText: "The server can't be reached." })).toBeVisible();
    await expect(panel.getByLabel("New password", { exact: true })).toHaveValue(NEW);
    await page.unroute("**/api/v1/me/password");

    let letGo;
    const held = new Promise((resolve) => (letGo = resolve));
    await page.route("**/api/v1/me/password", async (route) => {
      await held;
      await route.continue();
    });
    await panel.getByRole("button", { name: "Change password" }).click();
    await expect(panel.getByRole("button", { name: "Changing…" })).toHaveAttribute("aria-disabled", "true");
    letGo();
    await expect(panel.getByText("Your password is changed.")).toBeVisible();
    await expect(panel.getByLabel("New password", { exact: true })).toHaveValue("");
    await expectGoodCard(page, testInfo, "password_settings");

    await fillChange(panel, "correct horse battery staple", NEW);
    await expectRefused(panel, "Current password", /not your password so far/i);
    await expect(panel.getByText("Your password is changed.")).toHaveCount(0);
  });
});
