import { expect, expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("a rep opens an account from the list and finds it again by its address", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/accounts");
  await page.getByRole("main").locator('a[href*="/accounts/"]').first().click();
  await expect(page).toHaveURL(/\/accounts\/[^/?]+/);
  const heading = page.getByRole("main").getByRole("heading").first();
  await expect(heading).toBeVisible();
  const name = await heading.textContent();
  await expectGoodScreen(page, testInfo, "account");
  await page.reload();
  await expect(heading).toHaveText(name);
});
