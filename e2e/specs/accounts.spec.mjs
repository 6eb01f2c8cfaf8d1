import { expect, expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("a rep sees the list of accounts, full and readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/accounts");
  await expect(accountLinks(page).first()).toBeVisible();
  await expectGoodScreen(page, testInfo, "accounts");
});

test("leadership sees more accounts than one rep", async ({ page, browser, baseURL }) => {
  await signInAs(page, "leadership", "/accounts");
  const all = await accountCount(page);
  const other = await browser.newContext({ baseURL });
  const reps = await other.newPage();
  await signInAs(reps, "rep", "/accounts");
  const own = await accountCount(reps);
  await other.close();
  expect(own).toBeGreaterThan(0);
  expect(all).toBeGreaterThan(own);
});

function accountLinks(page) {
  return page.getByRole("main").locator('a[href*="/accounts/"]');
}

// The server's own count, asked with the session of the page: the list itself is virtual and shows a part.
async function accountCount(page) {
  const answer = await page.request.get("/api/v1/accounts?limit=1");
  expect(answer.status()).toBe(200);
  return (await answer.json()).total;
}
