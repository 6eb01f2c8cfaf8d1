import { ask, expect, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { count, money } from "../rig/words.mjs";

test("a rep opens an account from the list and finds it again by its address", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/accounts");
  await page.getByRole("region", { name: "Account list" }).locator('a[href*="/accounts/"]').first().click();
  await expect(page).toHaveURL(/\/accounts\/[^/?]+/);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toBeVisible();
  // Neither the page on its way nor the account on its way.
  await expect(heading).not.toHaveText(/^(?:Loading the page|Account)$/);
  const name = await heading.textContent();
  await expectGoodScreen(page, testInfo, "account");
  await page.reload();
  await expect(heading).toHaveText(name);
});

test("the contributions shown add up to the churn risk shown", async ({ page }) => {
  const account = await openFirst(page, "leadership");
  const { score } = account;
  const why = page.getByRole("region", { name: "Why" });
  await expect(why.locator(".reasons li")).toHaveCount(score.contributions.length);
  await expect(why.getByText(score.sentence).first()).toBeVisible();
  const total = score.contributions.reduce((sum, part) => sum + part.points, score.base_log_odds);
  expect(1 / (1 + Math.exp(-total))).toBeCloseTo(score.churn_risk, 4);
  // The page's own words, read back: base and parts of the chart's table against the sum it names.
  const words = await why.getByText(/In log-odds points/).textContent();
  const [base, sum] = [...words.matchAll(/(?:at|to) ([+−-]?[\d.]+) \(/g)].map((match) => number(match[1]));
  const rows = await why.locator(".chart-figure table tbody tr").allTextContents();
  expect(rows.length).toBeGreaterThanOrEqual(score.contributions.length);
  const shown = await why.locator(".chart-figure table tbody tr").evaluateAll((found) =>
    found.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
  );
  const labels = ["Average account", "This account"];
  const parts = shown.filter(([label]) => !labels.includes(label)).map((cells) => number(cells[1]));
  const added = parts.reduce((so_far, part) => so_far + part, base);
  expect(Math.abs(added - sum), `${base} and ${parts} make ${sum}`).toBeLessThan(0.01 * (parts.length + 2));
  expect(Math.abs(sum - total)).toBeLessThan(0.01);
});

test("the window of the next order and the gaps are drawn, with their dates in words", async ({ page }) => {
  const account = await openFirst(page, "leadership");
  const rhythm = page.getByRole("region", { name: "Order rhythm" });
  await expect(rhythm.getByRole("heading", { name: "Next order" })).toBeVisible();
  await expect(rhythm.getByText(/Half of such orders come .+, four fifths .+\./)).toBeVisible();
  await expect(rhythm.getByRole("heading", { name: "Days between orders" })).toBeVisible();
  await expect(rhythm.locator(".chart-frame svg")).toHaveCount(2);
  expect(account.gaps_days.length).toBeGreaterThan(0);
});

test("figures, products and latest orders are what the API answers", async ({ page }) => {
  const account = await openFirst(page, "leadership");
  const figures = page.locator("dl.figures");
  await expect(figures.getByTitle(money(account.trailing_revenue.current), { exact: true })).toBeVisible();
  await expect(figures.getByTitle(money(account.lifetime_revenue_cents), { exact: true })).toBeVisible();
  await expect(figures.getByText(`${count(account.orders)} orders`)).toBeVisible();
  const purchases = page.getByRole("region", { name: "Purchases by product" });
  await expect(purchases).toContainText(account.products[0].product.name);
  const sum = account.products.reduce((total, product) => total + product.revenue_cents, 0);
  expect(sum).toBe(account.lifetime_revenue_cents);
  if (account.products.length > 12) {
    await purchases.getByRole("button", { name: `Show all ${account.products.length}` }).click();
  }
  await expect(purchases).toContainText(account.products.at(-1).product.name);
  const orders = page.getByRole("region", { name: /orders/i }).last();
  await expect(orders).toContainText(money(account.recent_orders[0].revenue_cents));
});

test("one tap calls the account", async ({ page }) => {
  const account = await openFirst(page, "rep");
  const digits = account.phone.replace(/[^\d+]/g, "");
  const call = page.getByRole("link", { name: `Call ${account.phone}` });
  await expect(call).toHaveAttribute("href", `tel:${digits}`);
});

test.describe("what is not one's own", () => {
  test.use({ expectedStatuses: [401, 404] });

  test("looks to a rep as what does not exist", async ({ page, browser, baseURL }) => {
    await signInAs(page, "leadership", "/accounts");
    const { items } = await ask(page, "/accounts?limit=200");
    const other = await browser.newContext({ baseURL });
    const reps = await other.newPage();
    await signInAs(reps, "rep", "/accounts");
    const own = new Set((await ask(reps, "/accounts?limit=500")).items.map((row) => row.account.id));
    const foreign = items.find((row) => !own.has(row.account.id));
    // Orders are many more than accounts: their ids, turned into ids of accounts, belong to nobody.
    const { recent_orders: orders } = await ask(page, `/accounts/${foreign.account.id}`);
    const answers = [];
    for (const id of [foreign.account.id, orders[0].id.replace(/^[a-z]+_/, "a_")]) {
      await reps.goto(`/accounts/${id}`);
      const alert = reps.getByRole("alert");
      await expect(alert).toBeVisible();
      await expect(reps.getByText(foreign.account.name)).toHaveCount(0);
      answers.push(await reps.getByRole("main").innerText());
    }
    expect(answers[0]).toBe(answers[1]);
    await reps.goto("/accounts/nonsense");
    await expect(reps.getByText("There is nothing at this address")).toBeVisible();
    await other.close();
  });
});

async function openFirst(page, role) {
  await signInAs(page, role, "/");
  const { items } = await ask(page, "/accounts?limit=1");
  const { id, name } = items[0].account;
  await page.goto(`/accounts/${id}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return ask(page, `/accounts/${id}`);
}

function number(text) {
  return Number(text.replace("−", "-"));
}

test("before a call one screen of a phone says enough, and the thumb reaches three actions", async ({ page, isMobile }, testInfo) => {
  const { id, brief } = await openBriefed(page);
  const panel = page.getByRole("region", { name: "Brief" });
  await expect(panel.getByText(brief.sentence).first()).toBeVisible();
  await expect(panel.getByText(/usually one comes every/)).toBeVisible();
  await expect(panel.getByRole("link", { name: /Such windows held/ })).toHaveAttribute("href", "/accuracy");
  await expect(panel.locator(".brief-say").first().locator("> li")).toHaveCount(brief.say.length);
  for (const said of brief.say) await expect(panel.getByText(said.text)).toBeVisible();
  const actions = page.getByRole("group", { name: "Act" });
  await expect(actions.getByRole("link", { name: /^Call/ })).toHaveAttribute("href", /^tel:/);
  await expect(actions.getByRole("link", { name: "Navigate" })).toHaveAttribute("href", /^(geo:|https:\/\/)/);
  await expect(actions.getByRole("button", { name: "Log" })).toBeVisible();
  if (isMobile) {
    const screen = page.viewportSize().height;
    const bottom = async (locator) => (await locator.boundingBox()).y + (await locator.boundingBox()).height;
    // Where things come to rest: on a busy machine they are seen while the page is still being laid out.
    await expect.poll(() => bottom(actions)).toBeLessThanOrEqual(screen);
    await expect.poll(() => bottom(panel.getByText(brief.sentence).first())).toBeLessThan(screen);
    await expect.poll(() => bottom(panel.getByText("Last contact"))).toBeLessThan(2 * screen);
  }
  await expectGoodScreen(page, testInfo, "account-brief");
  expect(await ask(page, `/accounts/${id}/brief`)).toMatchObject({ sentence: brief.sentence });
});

test("a call is logged with one tap, stands in the timeline, and can be taken back", async ({ page }) => {
  const { id } = await openBriefed(page);
  const note = `Asked for the spring list ${Date.now()}`;
  await page.getByRole("button", { name: "Log", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "Log a call or visit" });
  await sheet.getByLabel("Note (optional)").fill(note);
  await sheet.getByLabel(/^Promised/).fill("the spring list");
  await sheet.getByRole("button", { name: "Reached" }).click();
  await expect(sheet).toBeHidden();
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline.getByText(note)).toHaveCount(1);
  await expect(page.getByText("Call logged: Reached.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Brief" }).getByText(note)).toBeVisible();
  const logged = async () => (await ask(page, `/accounts/${id}/timeline?kind=interaction`)).items;
  expect((await logged()).filter((entry) => entry.event.interaction.note === note)).toHaveLength(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(note)).toHaveCount(0);
  await expect.poll(async () => (await logged()).filter((entry) => entry.event.interaction.note === note)).toHaveLength(0);
});

test("what to say leads to what it rests on", async ({ page }) => {
  const { brief } = await openBriefed(page);
  const said = brief.say.findIndex((advice) => advice.source.kind === "alert");
  expect(said).not.toBe(-1);
  const item = page.locator(".brief-say").first().locator("> li").nth(said);
  await item.getByRole("link", { name: "Alert" }).click();
  await expect(page.locator(`#alert-${brief.say[said].source.id}`)).toBeFocused();
  await expect(page).toHaveURL(/accounts\/[^/#]+$/);
});

test("the timeline shows one kind when asked to, and the address keeps which", async ({ page }) => {
  await openBriefed(page);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByRole("button", { name: "Orders" }).click();
  await expect(page).toHaveURL(/timeline=order/);
  await expect(timeline.locator("li").first()).toContainText("Order");
  await page.reload();
  await expect(timeline.getByRole("button", { name: "Orders" })).toHaveAttribute("aria-pressed", "true");
});

test.describe("a call that the server refuses", () => {
  test.use({ expectedStatuses: [401, 400, 422] });

  test("keeps what was typed", async ({ page }) => {
    await openBriefed(page);
    await page.route("**/api/v1/accounts/*/interactions", (route) =>
      route.fulfill({
        status: 422,
        contentType: "application/problem+json",
        body: JSON.stringify({ type: "about:blank", title: "Invalid", status: 422, code: "invalid", detail: "The note is not accepted.", remedy: "Shorten it.", request_id: "r" }),
      }),
    );
    await page.getByRole("button", { name: "Log", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Log a call or visit" });
    await sheet.getByLabel("Note (optional)").fill("Talked long");
    await sheet.getByRole("button", { name: "Reached" }).click();
    await expect(sheet.getByRole("alert")).toBeVisible();
    await expect(sheet.getByLabel("Note (optional)")).toHaveValue("Talked long");
  });
});

// The account that most needs a call, for a rep.
async function openBriefed(page) {
  await signInAs(page, "rep", "/");
  const { cards } = await ask(page, "/for-you");
  const { id, name } = cards[0].account;
  const brief = await ask(page, `/accounts/${id}/brief`);
  await page.goto(`/accounts/${id}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return { id, brief };
}
