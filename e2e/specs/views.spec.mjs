import { ask, expect, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("a view is saved, opened, renamed and removed, and removing can be taken back", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/accounts?segment=loyal&sort=name");
  await expectArrived(page);
  const name = `Loyal by name ${testInfo.project.name} ${Date.now()}`;
  const views = await openViews(page);
  await views.getByLabel("Save what is shown as").fill(name);
  await views.getByRole("button", { name: "Save view" }).click();
  await expect(line(views, name)).toContainText("Only you");
  const kept = (await ask(page, "/views")).find((view) => view.name === name);
  expect(kept).toMatchObject({ page: "accounts", query: "segment=loyal&sort=name", is_shared: false, is_own: true });

  await page.goto("/accounts");
  await expectArrived(page);
  await openViews(page);
  await line(views, name).getByRole("button").first().click();
  await expect(page).toHaveURL(/\/accounts\?segment=loyal&sort=name$/);

  await openViews(page);
  await line(views, name).getByRole("button", { name: `Change ${name}` }).click();
  const form = views.getByRole("form", { name: `Change ${name}` });
  await form.getByLabel("Name").fill(`${name}, renamed`);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(line(views, `${name}, renamed`)).toBeVisible();
  await line(views, `${name}, renamed`).getByRole("button", { name: /^Remove/ }).click();
  await expect(line(views, name)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await ask(page, "/views")).some((view) => view.name === `${name}, renamed`)).toBe(true);
});

test("a shared view is there for a rep, who sees their own accounts in it and cannot change it", async ({
  page,
  browser,
  baseURL,
}, testInfo) => {
  await signInAs(page, "leadership", "/accounts?segment=loyal");
  await expectArrived(page);
  const name = `Shared ${testInfo.project.name} ${Date.now()}`;
  const views = await openViews(page);
  await views.getByLabel("Save what is shown as").fill(name);
  await views.getByLabel(/^Share with everybody/).check();
  await views.getByRole("button", { name: "Save view" }).click();
  await expect(line(views, name)).toContainText("Shared by you");

  const other = await browser.newContext({ baseURL });
  const reps = await other.newPage();
  await signInAs(reps, "rep", "/accounts");
  await expectArrived(reps);
  const theirs = await openViews(reps);
  await expect(line(theirs, name)).toContainText("Shared by");
  await expect(line(theirs, name).getByRole("button", { name: /^(Change|Remove)/ })).toHaveCount(0);
  await line(theirs, name).getByRole("button").first().click();
  await expect(reps).toHaveURL(/segment=loyal/);
  const { total } = await ask(reps, "/accounts?segment=loyal&limit=1");
  await expect(reps.getByText(`${total.toLocaleString("en-US")} match`)).toBeVisible();
  await other.close();
});

test("the window of views is readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/accounts?segment=churned");
  await expectArrived(page);
  await openViews(page);
  await expectGoodScreen(page, testInfo, "views");
});

// The window of saved views, opened.
async function openViews(page) {
  await page.getByRole("search", { name: "Filter accounts" }).getByRole("button", { name: /^Views/ }).click();
  return page.getByRole("dialog", { name: "Saved views" });
}

function line(views, name) {
  return views.getByRole("listitem").filter({ hasText: name });
}
