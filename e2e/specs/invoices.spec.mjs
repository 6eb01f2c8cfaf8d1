import { ask, expect, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { count, money } from "../rig/words.mjs";

test("leadership sees what is overdue first, readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/invoices");
  const { total, items } = await ask(page, "/invoices?view=overdue&limit=100");
  expect(total, "the demo has overdue invoices").toBeGreaterThan(0);
  await expect(page.getByRole("region", { name: "Invoices" }).getByRole("status").first()).toHaveText(`${count(total)} in all`);
  await expect(rows(page)).toHaveCount(Math.min(total, 100));
  await expect(rows(page).first()).toContainText(money(items[0].open_balance_cents));
  await expectGoodScreen(page, testInfo, "invoices");
});

test("each choice lists what the API lists, stands in the address, and back undoes it", async ({ page }) => {
  await signInAs(page, "leadership", "/invoices");
  await expectArrived(page);
  const choice = page.getByRole("group", { name: "Which invoices" });
  const words = page.getByRole("region", { name: "Invoices" }).getByRole("status").first();
  for (const [name, view] of [["Open", "open"], ["All", "all"], ["No due date", "no_due_date"]]) {
    await choice.getByRole("button", { name, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`view=${view}`));
    const { total } = await ask(page, `/invoices?limit=1&view=${view}`);
    await expect(words).toHaveText(`${count(total)} in all`);
  }
  await page.goBack();
  await expect(page).toHaveURL(/view=all/);
});

test("credit memos stand beside what is owed and are never overdue", async ({ page }) => {
  await signInAs(page, "leadership", "/invoices?view=all");
  const memo = await first(page, "/invoices?view=all", (row) => row.kind === "credit_memo");
  expect(memo.overdue_days).toBeUndefined();
  await page.goto(`/accounts/${memo.account.id}?invoices=all`);
  const panel = page.getByRole("region", { name: "Invoices" });
  await expect(panel.getByRole("heading", { name: "Credit memos" })).toBeVisible();
  await expect(panel).toContainText(memo.number);
});

test("an account sums what it owes and its credit side by side", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/invoices");
  const overdue = (await ask(page, "/invoices?view=overdue&limit=1")).items[0];
  const { items } = await ask(page, `/invoices?view=open&limit=500&account=${overdue.account.id}`);
  await page.goto(`/accounts/${overdue.account.id}`);
  const sum = (keep) => items.filter(keep).reduce((total, row) => total + row.open_balance_cents, 0);
  const late = sum((row) => row.kind === "invoice" && row.status !== "void" && row.overdue_days !== undefined);
  const sums = page.locator(".invoice-sums");
  await expect(sums).toContainText(`${money(late)} overdue`);
  const credit = -sum((row) => row.kind === "credit_memo" && row.status !== "void");
  if (credit > 0) await expect(sums).toContainText(`${money(credit)} unapplied credit`);
  await expectGoodScreen(page, testInfo, "account-invoices");
});

test("a due date by terms, a dispute and a bill-to say so", async ({ page }) => {
  await signInAs(page, "leadership", "/invoices?view=all");
  const terms = await first(page, "/invoices?view=all", (row) => row.is_due_by_terms);
  await page.goto(`/accounts/${terms.account.id}?invoices=all`);
  await expect(page.getByRole("region", { name: "Invoices" }).getByText("by terms").first()).toBeVisible();
  const disputed = await first(page, "/invoices?view=all", (row) => row.status === "disputed");
  await page.goto(`/accounts/${disputed.account.id}?invoices=all`);
  await expect(page.getByRole("region", { name: "Invoices" }).getByText(/disputed/).first()).toBeVisible();
});

test("a laptop shows a table with numbers at the right, a phone cards", async ({ page, isMobile }) => {
  await signInAs(page, "leadership", "/invoices");
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator("table.invoices-table")).toHaveCount(isMobile ? 0 : 1);
  if (isMobile) return;
  const align = await page.locator(".invoices-table td.number").first().evaluate((cell) => getComputedStyle(cell).textAlign);
  expect(align).toBe("right");
});

function rows(page) {
  return page.getByRole("region", { name: "Invoices" }).locator(".invoices-table tbody tr, .invoice-card");
}

// The first invoice of this kind, from as many pages as it takes.
async function first(page, path, keep) {
  let answer = await ask(page, `${path}&limit=500`);
  while (answer.next_cursor && !answer.items.some(keep)) {
    answer = await ask(page, `${path}&limit=500&cursor=${answer.next_cursor}`);
  }
  const found = answer.items.find(keep);
  expect(found, "the demo has such an invoice").toBeDefined();
  return found;
}
