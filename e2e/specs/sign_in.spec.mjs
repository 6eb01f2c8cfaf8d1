import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  fillSignIn,
  screenshot,
  signInByForm,
  signInOf,
  test,
} from "../rig/test.mjs";

const ROLES = ["rep", "manager", "leadership", "admin"];

test("whoever is not signed in sees the sign-in form, on every path", async ({ page }) => {
  for (const path of ["/", "/accounts", "/map"]) {
    await page.goto(path);
    await expect(page.getByLabel(/e-?mail/i)).toBeVisible();
  }
});

test("the sign-in form is accessible and fits the screen in both themes", async ({ page }, testInfo) => {
  await page.goto("/");
  await expect(page.getByLabel(/e-?mail/i)).toBeVisible();
  for (const theme of ["dark", "light"]) {
    await screenshot(page, testInfo, "sign_in", theme);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});

for (const role of ROLES) {
  test(`the demo's ${role} signs in, and is still signed in after a reload`, async ({ page }) => {
    await signInByForm(page, signInOf(role));
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await page.reload();
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
  });
}

test("a wrong password is refused in words and keeps the e-mail", async ({ page }) => {
  const { email } = signInOf("rep");
  await page.goto("/");
  await fillSignIn(page, { email, password: "not the password" });
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel(/e-?mail/i)).toHaveValue(email);
});

test("a session in no script's reach: the cookie is HttpOnly and SameSite", async ({ page, context }) => {
  await signInByForm(page, signInOf("rep"));
  const cookies = await context.cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie.httpOnly, cookie.name).toBe(true);
    expect(["Lax", "Strict"], cookie.name).toContain(cookie.sameSite);
  }
});
