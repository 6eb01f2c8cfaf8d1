import { expect, expectArrived, signInAs, test } from "../rig/test.mjs";

const position = (page) => page.evaluate(() => Math.round(window.scrollY));

async function scrollDown(page, pixels) {
  // Panels that arrive meanwhile move the page.
  await expect(async () => {
    await page.evaluate((pixels) => window.scrollTo(0, pixels), pixels);
    await page.waitForTimeout(300);
    expect(await position(page)).toBe(pixels);
  }).toPass();
  // The position is kept once the page rests.
  await expect.poll(() => page.evaluate(() => window.history.state?.scroll)).toBe(pixels);
}

test("back leads to where the page stood, forward too, and a new page starts at its top", async ({ page }) => {
  await signInAs(page, "leadership", "/for-you");
  await expectArrived(page);
  await scrollDown(page, 640);
  const links = page.getByRole("main").locator('a[href^="/accounts/"]');
  const inSight = await links.evaluateAll((all) =>
    all.findIndex((link) => link.getBoundingClientRect().top > 120 && link.getBoundingClientRect().bottom < window.innerHeight - 80),
  );
  await links.nth(inSight).click();
  await expect(page).toHaveURL(/\/accounts\/a_/);
  await expectArrived(page);
  expect(await position(page)).toBe(0);
  await scrollDown(page, 420);
  await page.goBack();
  await expect(page).toHaveURL(/\/for-you/);
  await expect.poll(() => position(page)).toBe(640);
  await expectArrived(page);
  await expect.poll(() => position(page)).toBe(640);
  await page.goForward();
  await expect.poll(() => position(page)).toBe(420);
});

test("a reload leads back too", async ({ page }) => {
  await signInAs(page, "leadership", "/dashboard");
  await expectArrived(page);
  await scrollDown(page, 500);
  await page.reload();
  await expectArrived(page);
  await expect.poll(() => position(page)).toBe(500);
});

const late = (answer) => async (route) => {
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await answer(route);
};

test("the head is as tall before the names of reps have come as after", async ({ page }) => {
  await page.route("**/api/v1/filters", late((route) => route.continue()));
  for (const path of ["/dashboard", "/for-you"]) {
    await signInAs(page, "leadership", path);
    await expectArrived(page);
    const height = () => page.locator(".page-head").evaluate((head) => head.getBoundingClientRect().height);
    const rep = page.getByRole("combobox", { name: "Rep" });
    await expect(rep).toHaveCount(0);
    const before = await height();
    await expect(rep).toBeVisible();
    expect(await height()).toBe(before);
  }
});

test.describe("a part that comes late", () => {
  test.use({ expectsLostConnections: true });

  test("does not move the page", async ({ page }) => {
    await signInAs(page, "leadership", "/dashboard");
    await expectArrived(page);
    await scrollDown(page, 1000);
    // Another height than what kept its place.
    await page.route("**/api/v1/dashboard/bridge**", late((route) => route.abort()));
    await page.reload();
    await expectArrived(page);
    await expect(page.getByRole("region", { name: "What changed" }).getByRole("alert")).toBeAttached();
    // A moment for what its coming may have moved.
    await page.waitForTimeout(300);
    expect(await position(page)).toBe(1000);
  });
});

test("whoever scrolls while a page is on its way back is not pulled along", async ({ page, isMobile }) => {
  test.skip(isMobile, "no wheel");
  await signInAs(page, "leadership", "/dashboard");
  await expectArrived(page);
  await scrollDown(page, 900);
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  await page.goBack();
  await expect.poll(() => position(page)).toBe(900);
  await page.mouse.move(700, 400);
  await page.mouse.wheel(0, -400);
  await expect.poll(() => position(page)).toBe(500);
  await page.waitForTimeout(1000);
  expect(await position(page)).toBe(500);
});
