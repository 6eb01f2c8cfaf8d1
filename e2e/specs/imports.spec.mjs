import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ask, expect, expectArrived, expectGoodScreen, signInAs, signInFirst, test } from "../rig/test.mjs";
import { postgresTools } from "../rig/postgres.mjs";
import { count, money } from "../rig/words.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
// Totals of the sample, counted without our code.
const counted = JSON.parse(readFileSync(`${root}/crates/app/tests/real_histories/samples.json`, "utf8"))["purchases.csv"];

// Orders of the sample that are sales: one that only gives money back is no order on the dashboard.
function soldOrders() {
  const [head, ...rows] = readFileSync(`${root}/samples/purchases.csv`, "utf8").trim().split(/\r?\n/);
  const place = Object.fromEntries(head.split(",").map((name, index) => [name, index]));
  const values = new Map();
  for (const cells of rows.map((row) => row.split(","))) {
    const key = `${cells[place["Store Number"]]} ${cells[place["Invoice"]]}`;
    values.set(key, (values.get(key) ?? 0) + Math.round(Number(cells[place["Sale (Dollars)"]]) * 100));
  }
  return [...values.values()].filter((cents) => cents > 0).length;
}

test("an admin sees past imports and where to start one, readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "admin", "/imports");
  await expectGoodScreen(page, testInfo, "imports");
});

test("the file chosen is shown as it was understood, readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "admin", "/imports");
  await choose(page, "dirty_purchases.csv");
  await expectGoodScreen(page, testInfo, "imports_preview");
});

for (const engine of ["sqlite", "postgres"]) {
  test.describe(`on ${engine}`, () => {
    test.beforeEach(({ isMobile }) => {
      test.skip(engine === "postgres" && isMobile, "the database does not know the size of the screen");
      test.skip(engine === "postgres" && postgresTools() === undefined, "PostgreSQL is not installed");
    });

    test("a dirty file: understood, checked without a trace, imported, every bad row explained, taken out again", async ({ page, newInstallation }, testInfo) => {
      await signInFirst(page, await newInstallation(`imports-${engine}`, engine), "/imports");
      const preview = await choose(page, "dirty_purchases.csv");
      await expect(preview).toContainText("windows-1252");
      await expect(preview).toContainText("separated by semicolons");
      for (const [column, field] of [["Account No", "Account number"], ["Order Date", "Order date"], ["Amount", "Line amount"]]) {
        await expect(becomes(preview, column).locator("option:checked")).toContainText(field, { ignoreCase: true });
      }
      await expect(preview.getByRole("row", { name: /Customer/ })).toContainText("Café Müller");

      await preview.getByRole("button", { name: "Check only" }).click();
      const one = page.getByRole("region", { name: "This import" });
      await expect(one.getByText("Checked, nothing written")).toBeVisible();
      await expect.poll(() => balanceOf(one)).toEqual({ read: 19, added: 8, updated: 0, unchanged: 0, rejected: 11 });
      expect((await ask(page, "/accounts?limit=1")).total).toBe(0);

      await preview.getByRole("button", { name: "Import", exact: true }).click();
      await expect(one.getByText("Imported", { exact: true })).toBeVisible();
      await expect.poll(() => balanceOf(one)).toEqual({ read: 19, added: 8, updated: 0, unchanged: 0, rejected: 11 });
      const id = new URL(page.url()).searchParams.get("import");
      const { items } = await ask(page, `/imports/${id}/errors`);
      const rows = one.locator(".imports-errors tbody tr");
      await expect(rows).toHaveCount(11);
      for (const [place, error] of items.entries()) {
        expect(error.remedy).not.toBe("");
        const cells = rows.nth(place).locator("td");
        await expect(cells).toHaveText([String(error.row), error.column || "whole row", error.value || "empty", `${error.message}${error.remedy}`]);
      }
      // Told by a person from the file itself: 30 February stands in its seventh record.
      await expect(rows.first().locator("td").nth(2)).toHaveText("2/30/2024");
      if (engine === "sqlite") await expectGoodScreen(page, testInfo, "imports_rejections");
      await undo(page, one);
      await expect(one.getByText(/^Taken out: 8 order lines, 7 orders, 7 accounts, 8 products/)).toBeVisible();
      await expect.poll(async () => (await ask(page, "/accounts?limit=1")).total).toBe(0);
    });

    test("the sample: totals equal a count made without our code, again changes nothing, and undo empties all", async ({ page, newInstallation }) => {
      await signInFirst(page, await newInstallation(`imports-${engine}`, engine), "/imports");
      await importFile(page, "purchases.csv");
      const one = page.getByRole("region", { name: "This import" });
      const added = { read: counted.read, added: counted.lines, updated: 0, unchanged: 0, rejected: counted.rejected };
      await expect.poll(() => balanceOf(one)).toEqual(added);
      await expect(total(one, "New accounts")).toHaveText(count(counted.accounts));
      await expect(total(one, "New orders")).toHaveText(count(counted.orders));
      await expect(total(one, "Amount")).toHaveText(money(counted.revenue_cents));
      const first = new URL(page.url()).searchParams.get("import");

      await expect.poll(async () => (await ask(page, "/accounts?limit=1")).total).toBe(counted.accounts);
      const origin = new URL(page.url()).origin;
      await page.goto(`${origin}/?from=2020-01-01&to=2022-12-31`);
      await expect(page.locator(`a.tile[title^="Net sales: ${money(counted.revenue_cents)};"]`)).toBeVisible();
      await expect(page.locator(`a.tile[title^="Orders: ${count(soldOrders())};"]`)).toBeVisible();
      await page.goto(`${origin}/accounts`);
      await expect(page.getByText(`${count(counted.accounts)} match`)).toBeVisible();

      await page.goto(`${origin}/imports`);
      await importFile(page, "purchases.csv");
      await expect.poll(() => balanceOf(one)).toEqual({ ...added, added: 0, unchanged: counted.read });

      await page.goto(`${origin}/imports?import=${first}`);
      await undo(page, one);
      await expect(one.getByText(/^Taken out: 7,500 order lines, 5,160 orders, 390 accounts/)).toBeVisible();
      await expect.poll(async () => (await ask(page, "/accounts?limit=1")).total).toBe(0);
    });
  });
}

test("a mapping corrected by hand is saved under a name and offered again", async ({ page, newInstallation }) => {
  await signInFirst(page, await newInstallation("mappings"), "/imports");
  const preview = await choose(page, "dirty_purchases.csv");
  await becomes(preview, "Status").selectOption("Ignored");
  await preview.getByLabel("Name of this mapping").fill("From the old system");
  await preview.getByRole("button", { name: "Save mapping" }).click();
  await expect(preview.getByText("Saved as “From the old system”.")).toBeVisible();
  await page.reload();
  await choose(page, "dirty_purchases.csv");
  await preview.getByLabel("Use a saved mapping").selectOption("From the old system");
  await expect(becomes(preview, "Status")).toHaveValue("");
});

// Headers nobody could know, and dates and amounts that can be read in two ways.
const unknown = { name: "export.csv", mimeType: "text/csv", buffer: Buffer.from("Debitor;Am;Wert\n1001;05/06/2024;1.234\n1002;07/06/2024;2.500\n") };

test("a file whose headers are not recognised is mapped by hand, doubted in words, imported, and its mapping offered again", async ({ page, newInstallation }, testInfo) => {
  await signInFirst(page, await newInstallation("unknown-headers"), "/imports");
  const preview = await chooseFile(page, unknown);
  await expect(preview).toContainText("headers of this file are not recognised");
  const kind = preview.getByLabel("What it holds");
  await expect(kind.locator("option:checked")).toHaveText("Choose what it holds");
  await expect(preview.getByRole("row", { name: /Debitor/ })).toContainText("1001");
  await expect(becomes(preview, "Debitor")).toBeDisabled();
  await expect(preview.getByRole("button", { name: "Import", exact: true })).toBeDisabled();
  await expectGoodScreen(page, testInfo, "imports_unknown");

  await kind.selectOption("Purchases (order lines)");
  await expect(preview.getByText("Still needed: account number or name; line amount (or unit price and quantity).")).toBeVisible();
  await expect(becomes(preview, "Am").locator("option:checked")).toHaveText("Order date");
  await becomes(preview, "Debitor").selectOption("Account number");
  await becomes(preview, "Wert").selectOption("Line amount");
  await expect(preview.getByText(/^Still needed/)).toHaveCount(0);

  const notices = preview.locator(".imports-notices");
  await expect(notices).toContainText("as May 6, 2024; day first it is June 5, 2024");
  await expect(notices).toContainText("with a decimal comma it is 1234");
  await expect(notices).toContainText("all that a customer bought on a day is one order");
  await expectGoodScreen(page, testInfo, "imports_notices");
  await preview.getByLabel("Dates with slashes").selectOption("Day first: 24/6/2026");
  await preview.getByLabel("Decimals").selectOption("Comma: 1.234,50");
  await expect(notices.getByRole("listitem")).toHaveCount(1);

  await preview.getByRole("button", { name: "Check only" }).click();
  const one = page.getByRole("region", { name: "This import" });
  await expect(one.getByText("Checked, nothing written")).toBeVisible();
  await expect(page.getByRole("table", { name: "Checks" }).getByRole("row")).toHaveCount(2);
  await expect(page.getByText("Nothing has been imported yet, only checked.")).toBeVisible();
  await preview.getByRole("button", { name: "Import", exact: true }).click();
  await expect(one.getByText("Imported", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(total(one, "Amount")).toHaveText("$3,734.00");
  await expect(page.getByRole("table", { name: "Past imports" }).getByRole("row")).toHaveCount(2);

  const again = await chooseFile(page, unknown);
  await again.getByRole("button", { name: "Use it" }).click();
  await expect(becomes(again, "Wert").locator("option:checked")).toHaveText("Line amount");
  await expect(again.getByRole("button", { name: "Import", exact: true })).toBeEnabled();
});

test.describe("a file that is none", () => {
  test.use({ expectedStatuses: [400, 401, 415, 422] });

  test("is refused in words", async ({ page }) => {
    await signInAs(page, "admin", "/imports");
    const nonsense = { name: "picture.csv", mimeType: "text/csv", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]) };
    await page.locator('input[type="file"]').setInputFiles(nonsense);
    const field = page.getByRole("region", { name: "Choose a file" });
    await expect(field.locator(".state-title")).not.toHaveText(/^(Drop a CSV|Reading)/);
  });
});

// Chooses a sample and answers the panel that shows how it was understood.
async function choose(page, sample) {
  return chooseNamed(page, `${root}/samples/${sample}`, sample);
}

// The same with a file that is not on the disk.
async function chooseFile(page, file) {
  return chooseNamed(page, file, file.name);
}

async function chooseNamed(page, file, name) {
  await expectArrived(page);
  await page.locator('input[type="file"]').setInputFiles(file);
  const preview = page.getByRole("region", { name: `File ${name}` });
  await expect(preview).toBeVisible();
  return preview;
}

async function importFile(page, sample) {
  const preview = await choose(page, sample);
  await preview.getByRole("button", { name: "Import", exact: true }).click();
  const one = page.getByRole("region", { name: "This import" });
  await expect(one.getByText("Imported", { exact: true })).toBeVisible({ timeout: 30_000 });
}

async function undo(page, one) {
  await one.getByRole("button", { name: "Undo this import" }).click();
  await one.getByRole("button", { name: "Take it out" }).click();
  await expect(one.getByText("Undone", { exact: true })).toBeVisible({ timeout: 30_000 });
}

function becomes(preview, column) {
  return preview.getByLabel(`What the column ${column} becomes`);
}

function total(one, name) {
  return one.locator(".imports-totals div").filter({ hasText: name }).locator("dd");
}

// The sentence of the summary as numbers; it must add up whatever the numbers are.
async function balanceOf(one) {
  const parts = await one.locator(".imports-part b").allTextContents();
  const [read, added, updated, unchanged, rejected] = parts.map((text) => Number(text.replaceAll(",", "")));
  expect(read).toBe(added + updated + unchanged + rejected);
  return { read, added, updated, unchanged, rejected };
}
