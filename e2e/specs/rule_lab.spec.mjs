import { expect, expectArrived, expectGoodScreen, signInAs, signInFirst, test } from "../rig/test.mjs";
import { count, percent } from "../rig/words.mjs";

// Does something and answers the preview that follows it.
async function previewAfter(page, action) {
  const isPreview = (answer) => answer.url().endsWith("/rules/preview") && answer.request().method() === "POST";
  const [answer] = await Promise.all([page.waitForResponse(isPreview), action()]);
  expect(answer.status()).toBe(200);
  return answer.json();
}

const record = (page) => page.getByRole("region", { name: "Alerts of twelve months" });

async function cellsOf(page) {
  const rows = record(page).locator(".lab-table tbody tr");
  return rows.evaluateAll((found) => found.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
}

const or_dash = (value, words) => (value === undefined ? "–" : words(value));

async function expectRecord(page, preview) {
  const days = (number) => `${count(Math.round(number))} days`;
  await expect.poll(async () => (await cellsOf(page)).map((row) => row.slice(1, 3))).toEqual([
    [preview.current, preview.tried].map((side) => count(Math.round(side.a_week * 10) / 10)),
    [preview.current, preview.tried].map((side) => count(side.alerts)),
    [preview.current, preview.tried].map((side) => or_dash(side.precision, percent)),
    [preview.current, preview.tried].map((side) => or_dash(side.recall, percent)),
    [preview.current, preview.tried].map((side) => or_dash(side.lead_days, days).replace("-", "−")),
  ]);
}

test("a manager tries a stricter rule and sees the API's figures for both", async ({ page }, testInfo) => {
  const before = await previewAfter(page, () => signInAs(page, "manager", "/rules"));
  await expectRecord(page, before);
  expect(before.tried).toEqual(before.current);
  await expect(record(page).locator(".chart-figure table tbody tr")).toHaveCount(52);
  const silence = page.getByRole("spinbutton", { name: /silence/i });
  const after = await previewAfter(page, () => silence.fill("150"));
  await expectRecord(page, after);
  expect(after.tried.alerts).toBeLessThan(after.current.alerts);
  for (const [name, named] of [["Would appear", after.appear], ["Would vanish", after.vanish]]) {
    const panel = page.getByRole("region", { name });
    await expect(panel.getByRole("link")).toHaveCount(named.first.length);
    if (named.count > 0) await expect(panel.locator(".lab-count")).toContainText(count(named.count));
    if (named.count > 0) await expect(panel.getByRole("link").first()).toHaveAttribute("href", `/accounts/${named.first[0].id}`);
  }
  await expect(page.getByRole("button", { name: "Save as new version" })).toHaveCount(0);
  await expectGoodScreen(page, testInfo, "rule_lab");
});

test("segments follow their thresholds, and discarding brings back what is in force", async ({ page }) => {
  const first = await previewAfter(page, () => signInAs(page, "leadership", "/rules"));
  await openGroups(page);
  const neutral = page.getByRole("spinbutton", { name: "Neutral" });
  const inForce = await neutral.inputValue();
  const after = await previewAfter(page, () => neutral.fill("30"));
  expect(after.segments).not.toEqual(first.segments);
  const rows = page.getByRole("region", { name: "Segments" }).locator("tbody tr");
  await expect(rows).toHaveCount(after.segments.length);
  await expect
    .poll(() => rows.evaluateAll((found) => found.map((row) => [...row.children].slice(1, 3).map((cell) => cell.textContent.trim()))))
    .toEqual(after.segments.map((change) => [count(change.current), count(change.tried)]));
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(neutral).toHaveValue(inForce);
  await expect(page.getByRole("button", { name: "Save as new version" })).toBeDisabled();
});

test.describe("a value that cannot be", () => {
  test.use({ expectedStatuses: [401, 422] });

  test("is told at its field in the server's words, and the last figures stay", async ({ page }) => {
    await previewAfter(page, () => signInAs(page, "manager", "/rules"));
    await openGroups(page);
    const figures = await cellsOf(page);
    const atRisk = page.getByRole("spinbutton", { name: "At Risk" });
    const [refused] = await Promise.all([page.waitForResponse("**/rules/preview"), atRisk.fill("3")]);
    expect(refused.status()).toBe(422);
    const words = (await refused.json()).detail.split(": ")[1];
    await expect(page.locator(".knob", { has: atRisk }).getByText(words)).toBeVisible();
    await expect(atRisk).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator('[aria-invalid="true"]')).toHaveCount(1);
    expect(await cellsOf(page)).toEqual(figures);
    await previewAfter(page, () => page.getByRole("button", { name: "Discard" }).click());
    await expect(page.locator('[aria-invalid="true"]')).toHaveCount(0);
    await atRisk.fill("");
    await expect(page.getByText("A whole number is needed here.")).toBeVisible();
  });
});

test("what is saved is in force, with its author, its date and why", async ({ page, newInstallation }) => {
  await signInFirst(page, await newInstallation("rules"), "/rules");
  await expectArrived(page);
  const versions = page.getByRole("region", { name: "Versions" }).locator("ol > li");
  await expect(versions.first()).toContainText("In force");
  const before = await versions.count();
  const orders = page.getByRole("spinbutton", { name: /orders before/i });
  await previewAfter(page, async () => orders.fill(String(Number(await orders.inputValue()) + 1)));
  await page.getByLabel(/why/i).fill("Fewer false alarms among new accounts");
  await page.getByRole("button", { name: "Save as new version" }).click();
  await expect(page.getByText(`Saved as version ${before + 1}. It is in force now.`)).toBeVisible();
  await expect(versions).toHaveCount(before + 1);
  await expect(versions.first()).toContainText("In force");
  await expect(versions.first()).toContainText("Fewer false alarms among new accounts");
  await expect(versions.first()).toContainText(/ · \d+ [A-Z][a-z]{2} \d{4}/);
  await previewAfter(page, () => page.getByRole("button", { name: "Try version 1" }).click());
  await expect(page.getByRole("button", { name: "Save as new version" })).toBeEnabled();
});

test.describe("for reps", () => {
  test.use({ expectedStatuses: [401, 403] });

  test("the rule lab is not offered, and refuses", async ({ page, isMobile }) => {
    await signInAs(page, "rep", "/rules");
    await expect(page.getByRole("main").getByRole("alert")).toContainText(/role/i);
    if (isMobile) await page.getByRole("button", { name: "More", exact: true }).click();
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Rule lab" })).toHaveCount(0);
  });
});

// On phones the later groups of controls are folded.
async function openGroups(page) {
  for (const group of await page.locator(".lab-group").all()) {
    if ((await group.getAttribute("open")) === null) await group.locator("summary").click();
  }
}
