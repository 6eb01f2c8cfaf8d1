import { ask, expect, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("an admin sees preferences, what was sent, and webhooks, readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "admin", "/notifications");
  for (const name of ["How I am told", "Sent and failed", "Webhooks", "Add a webhook"]) {
    await expect(page.getByRole("region", { name })).toBeVisible();
  }
  await expectGoodScreen(page, testInfo, "notifications");
});

test("settings and the person menu lead there", async ({ page }) => {
  await signInAs(page, "rep", "/settings");
  await page.getByRole("region", { name: "Notifications" }).getByRole("link", { name: "Notifications" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
  await expect(page).toHaveTitle("Notifications · Bellwether");
  await page.goto("/");
  await page.getByRole("button", { name: /account menu/ }).click();
  await page.getByRole("dialog", { name: "You" }).getByRole("link", { name: "Notifications" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Notifications" })).toBeVisible();
});

test("what one wants to be told is kept, and can be put back", async ({ page }, testInfo) => {
  // Both sizes run at the same time: each changes the preferences of somebody else.
  await signInAs(page, testInfo.project.name === "phone" ? "manager" : "leadership", "/notifications");
  const before = await ask(page, "/me/notifications");
  const panel = page.getByRole("region", { name: "How I am told" });
  await panel.getByLabel("An e-mail at once").selectOption({ label: "For critical alerts only" });
  await panel.getByLabel("New cards sent a day at most").fill("7");
  await panel.getByLabel("One e-mail a day with what is new").check();
  await panel.getByLabel("Leaves at").selectOption({ label: "06:00" });
  await panel.getByLabel("Nothing is sent between").uncheck();
  await panel.getByLabel("Lapsed item").uncheck();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText("Saved.")).toBeVisible();
  const kept = await ask(page, "/me/notifications");
  expect(kept).toMatchObject({ immediate_from: "critical", most_cards_a_day: 7, digest_hour: 6, muted: ["lapsed_item"] });
  expect(kept.quiet_from_hour ?? null).toBeNull();
  await page.reload();
  await expect(panel.getByLabel("New cards sent a day at most")).toHaveValue("7");
  await expect(panel.getByLabel("Lapsed item")).not.toBeChecked();
  await panel.getByLabel("An e-mail at once").selectOption(before.immediate_from ?? "");
  await panel.getByLabel("New cards sent a day at most").fill(String(before.most_cards_a_day));
  await panel.getByLabel("Leaves at").selectOption(String(before.digest_hour));
  await panel.getByLabel("One e-mail a day with what is new").setChecked(before.has_digest);
  await panel.getByLabel("Nothing is sent between").check();
  await panel.getByLabel("Lapsed item").check();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText("Saved.")).toBeVisible();
  expect(await ask(page, "/me/notifications")).toEqual(before);
});

test("messages can be narrowed by how far they are, in the address", async ({ page }) => {
  await signInAs(page, "admin", "/notifications");
  await expectArrived(page);
  await page.getByRole("group", { name: "Which messages" }).getByRole("button", { name: "Failed" }).click();
  await expect(page).toHaveURL(/status=failed/);
  await expectArrived(page);
  const { total } = await ask(page, "/deliveries?status=failed&limit=1");
  const rows = page.getByRole("region", { name: "Sent and failed" }).locator("li.delivery");
  await expect(rows).toHaveCount(Math.min(total, 50));
});

test("a webhook shows its key once, can be tested, turned off and removed", async ({ page }, testInfo) => {
  const name = `Warehouse ${testInfo.project.name}`;
  await signInAs(page, "admin", "/notifications");
  const add = page.getByRole("region", { name: "Add a webhook" });
  await add.getByLabel("Name").fill(name);
  await add.getByLabel("Address (https)").fill("https://warehouse.test/bellwether");
  await add.getByRole("button", { name: "Add webhook" }).click();
  const key = add.getByLabel("Key that signs events");
  await expect(key).not.toHaveValue("");
  await expect(add.getByRole("button", { name: "Copy" })).toBeVisible();
  const listed = await ask(page, "/webhooks");
  expect(JSON.stringify(listed)).not.toContain(await key.inputValue());
  await add.getByRole("button", { name: "I have kept it" }).click();
  await expect(key).toHaveCount(0);

  const row = page.locator("li.webhook", { hasText: name });
  await row.getByRole("button", { name: `Send a test to ${name}` }).click();
  await expect(add.getByRole("status").filter({ hasText: /test event/ })).toBeVisible();
  await row.getByRole("switch").click();
  await expect(add.getByText(new RegExp(`${name} is off`))).toBeVisible();
  await row.getByRole("button", { name: `Remove ${name}` }).click();
  await row.getByRole("button", { name: "Keep" }).click();
  await row.getByRole("button", { name: `Remove ${name}` }).click();
  await row.getByRole("button", { name: `Remove ${name} for good` }).click();
  await expect(row).toHaveCount(0);
});

test("a rep has no webhooks", async ({ page }) => {
  await signInAs(page, "rep", "/notifications");
  await expectArrived(page);
  await expect(page.getByRole("region", { name: "Webhooks" })).toHaveCount(0);
});

test.describe("the organisation's settings", () => {
  test("keep holidays and refuse a line that is no date", async ({ page, isMobile }) => {
    test.skip(isMobile, "the organisation is one; the laptop's run changes it");
    await signInAs(page, "admin", "/settings");
    const before = await ask(page, "/settings");
    const form = page.getByRole("region", { name: "Organisation" });
    const field = form.getByLabel(/^Holidays/);
    await field.fill("2031-12-25\n2031-02-30");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByRole("alert")).toContainText("“2031-02-30” is no date.");
    await field.fill([...before.holidays, "2031-12-25"].join("\n"));
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form.getByText("Saved.")).toBeVisible();
    expect((await ask(page, "/settings")).holidays).toEqual([...before.holidays, "2031-12-25"]);
    await field.fill(before.holidays.join("\n"));
    await form.getByRole("button", { name: "Save" }).click();
    await expect.poll(async () => (await ask(page, "/settings")).holidays).toEqual(before.holidays);
  });
});
