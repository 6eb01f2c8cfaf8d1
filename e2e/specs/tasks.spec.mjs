import { ask, expect, expectArrived, signInAs, test } from "../rig/test.mjs";

test("a task is added, ticked and taken back", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/for-you");
  await expectArrived(page);
  const panel = page.getByRole("region", { name: "Tasks" });
  const title = `Bring the new price list ${testInfo.project.name} ${Date.now()}`;
  await panel.getByRole("textbox", { name: "New task" }).fill(title);
  await panel.getByRole("button", { name: "Add" }).click();
  await expect(panel.getByRole("listitem").filter({ hasText: title })).toContainText("Today");
  expect((await ask(page, "/tasks")).items.some((task) => task.title === title)).toBe(true);
  await panel.getByRole("checkbox", { name: `Done: ${title}` }).click();
  await expect(panel.getByRole("listitem").filter({ hasText: title })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(panel.getByRole("listitem").filter({ hasText: title })).toHaveCount(1);
  await panel.getByRole("checkbox", { name: `Done: ${title}` }).click();
  await expect.poll(async () => (await ask(page, "/tasks")).items.some((task) => task.title === title)).toBe(false);
});

test("a double click adds one task", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/for-you");
  await expectArrived(page);
  const panel = page.getByRole("region", { name: "Tasks" });
  const title = `Send the samples ${testInfo.project.name} ${Date.now()}`;
  await panel.getByRole("textbox", { name: "New task" }).fill(title);
  await panel.getByRole("button", { name: "Add" }).dblclick();
  await expect(panel.getByRole("listitem").filter({ hasText: title })).toHaveCount(1);
  await expectArrived(page);
  expect((await ask(page, "/tasks")).items.filter((task) => task.title === title)).toHaveLength(1);
  await panel.getByRole("checkbox", { name: `Done: ${title}` }).click();
});

test("the way back from what was done before is not offered for a tick that is on its way", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/for-you");
  await expectArrived(page);
  const panel = page.getByRole("region", { name: "Tasks" });
  const title = `Call the new buyer ${testInfo.project.name} ${Date.now()}`;
  await panel.getByRole("textbox", { name: "New task" }).fill(title);
  await panel.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("status").filter({ hasText: `Added: ${title}` }).getByRole("button", { name: "Undo" })).toBeVisible();
  let letThrough;
  const held = new Promise((resolve) => (letThrough = resolve));
  await page.route("**/api/v1/tasks/*", async (route) => {
    await held;
    await route.continue();
  });
  await panel.getByRole("checkbox", { name: `Done: ${title}` }).click();
  const said = page.getByRole("status").filter({ hasText: `Done: ${title}` });
  await expect(said).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  letThrough();
  await said.getByRole("button", { name: "Undo" }).click();
  await expect(panel.getByRole("listitem").filter({ hasText: title })).toHaveCount(1);
  await expect.poll(async () => (await ask(page, "/tasks")).items.some((task) => task.title === title)).toBe(true);
});
