import { ask, expect, expectArrived, expectGoodScreen, signInAs, signInFirst, test } from "../rig/test.mjs";
import { count, day, plusDays } from "../rig/words.mjs";

const cards = (page) => page.getByRole("region", { name: "Who needs you" }).getByRole("article");

test("a rep lands on For You, and the dashboard is one press away", async ({ page, isMobile }) => {
  await signInAs(page, "rep", "/");
  await expect(page).toHaveURL(/\/for-you$/);
  await expect(page.getByRole("heading", { level: 1, name: "For You" })).toBeVisible();
  if (isMobile) await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Dashboard" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
});

test("everybody else lands on the dashboard", async ({ page }) => {
  await signInAs(page, "manager", "/");
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
});

test("the cards are those of the API, with their reasons, and good to look at", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/for-you");
  await expectArrived(page);
  const answer = await ask(page, "/for-you?limit=10");
  await expect(cards(page)).toHaveCount(answer.cards.length);
  for (const [place, card] of answer.cards.entries()) {
    const shown = cards(page).nth(place);
    await expect(shown.getByRole("link", { name: card.account.name, exact: true })).toHaveAttribute("href", `/accounts/${card.account.id}`);
    for (const alert of card.alerts) await expect(shown).toContainText(alert.sentence);
  }
  await expectGoodScreen(page, testInfo, "for_you");
});

test("why opens the rule, its inputs and what it rests on", async ({ page }) => {
  await signInAs(page, "rep", "/for-you");
  const { cards: [card] } = await ask(page, "/for-you?limit=10");
  const explanation = await ask(page, `/alerts/${card.alerts[0].id}/explain`);
  await cards(page).first().getByRole("button", { name: "Why" }).first().click();
  await expect(cards(page).first()).toContainText(explanation.formula);
  for (const input of explanation.inputs) await expect(cards(page).first()).toContainText(input.label);
});

test("snoozing takes the card away at once, leads on to the next, and undo brings it back", async ({ page }) => {
  await signInAs(page, "manager", "/for-you");
  const { cards: answered, as_of: today } = await ask(page, "/for-you?limit=10");
  const { name } = answered.at(-1).account;
  await page.getByRole("button", { name: `More to do with ${name}` }).click();
  // Tomorrow of the data, whatever the calendar says.
  const tomorrow = day(plusDays(today, 1), today);
  await page.getByRole("button", { name: `Tomorrow, ${tomorrow}`, exact: true }).click();
  await expect(cards(page).filter({ hasText: name })).toHaveCount(0, { timeout: 1_000 });
  await expect(cards(page).getByRole("link", { name: answered.at(-2).account.name, exact: true })).toBeFocused();
  await expect(page.getByText(`${name}: back on ${tomorrow}.`)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cards(page).filter({ hasText: name })).toHaveCount(1);
});

test.describe("an answer that the server refuses", () => {
  test.use({ expectsLostConnections: true });

  test("brings the card back and says so", async ({ page }) => {
    await page.route("**/api/v1/alerts/*/actions", (route) => route.abort());
    await signInAs(page, "leadership", "/for-you");
    await expect(cards(page).first()).toBeVisible();
    const number = await cards(page).count();
    await cards(page).first().getByRole("button", { name: "Wrong" }).first().click();
    await expect(page.getByText("That was not saved.")).toBeVisible();
    await expect(cards(page)).toHaveCount(number);
  });
});

test.describe("a stream of events that the server refuses", () => {
  test.use({ expectedStatuses: [401, 503] });

  test("is opened again, and the cards are asked for anew", async ({ page }) => {
    let [opened, asked] = [0, 0];
    page.on("request", (request) => {
      if (/\/for-you\?/.test(request.url())) asked += 1;
    });
    await page.route("**/api/v1/events", (route) => {
      opened += 1;
      return opened === 1 ? route.fulfill({ status: 503 }) : route.continue();
    });
    await signInAs(page, "leadership", "/for-you");
    await expectArrived(page);
    await expect.poll(() => opened).toBeGreaterThan(1);
    await expect.poll(() => asked).toBeGreaterThan(1);
  });
});

test("whoever looks after several reps picks one, in the address", async ({ page }) => {
  await signInAs(page, "leadership", "/for-you");
  await expectArrived(page);
  const { cards: shown } = await ask(page, "/for-you?limit=10");
  const { rep } = shown.find((card) => card.rep);
  await page.getByRole("combobox", { name: "Rep", exact: true }).selectOption(rep.name);
  await expect(page).toHaveURL(new RegExp(`rep=${rep.id}`));
  const { cards: theirs } = await ask(page, `/for-you?limit=10&rep=${rep.id}`);
  await expect(cards(page).getByRole("heading")).toHaveText(theirs.map((card) => card.account.name));
  await page.context().clearCookies();
  await signInAs(page, "rep", "/for-you");
  await expect(cards(page).first()).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Rep", exact: true })).toHaveCount(0);
});

test("the lowest customers come ten at a time: a table on a laptop, cards on a phone", async ({ page, isMobile }) => {
  await signInAs(page, "leadership", "/for-you");
  await expectArrived(page);
  const { rows: lowest, no_units: folded } = await ask(page, "/insights/lowest-performing?limit=100&no_units=false");
  const panel = page.getByRole("region", { name: "Lowest performing customers" });
  const all = panel.locator(isMobile ? "li.for-you-lowest" : "tbody tr");
  const rows = panel.locator(isMobile ? ".panel-body > ul > li.for-you-lowest" : ".panel-body > table > tbody > tr");
  await expect(rows).toHaveCount(Math.min(lowest.length, 10));
  await panel.getByRole("button", { name: "Show more" }).click();
  await expect(rows).toHaveCount(Math.min(lowest.length, 20));
  await expect(rows.first()).toContainText(lowest[0].account.name);
  // Zero is the lowest, but nothing tells those customers apart: they are one press away.
  expect(folded).toBeGreaterThan(0);
  const { rows: zeros } = await ask(page, "/insights/lowest-performing?limit=100&no_units=true");
  await panel.getByText(`No units in the period (${count(folded)})`).click();
  await expect(all.first()).toContainText(zeros[0].account.name);
  expect(zeros.every((row) => row.units_milli.current === 0)).toBe(true);
});

test("an answer that leaves the card where it is leaves the keyboard there too", async ({ page }) => {
  await signInAs(page, "manager", "/for-you");
  const { cards: [, answered] } = await ask(page, "/for-you?limit=10");
  const card = page.getByRole("article", { name: answered.account.name, exact: true });
  const yes = card.getByRole("button", { name: "Yes" }).first();
  await yes.focus();
  const noted = page.waitForResponse((response) => response.request().method() === "GET" && /\/for-you\?/.test(response.url()));
  await page.keyboard.press("Enter");
  await noted;
  await expect(yes).toHaveAttribute("aria-pressed", "true");
  await expect(yes).toBeFocused();
});

test("a lost item is told once", async ({ page }) => {
  await signInAs(page, "leadership", "/for-you");
  await expectArrived(page);
  const [lost] = (await ask(page, "/alerts?kind=lost_item&limit=10")).items;
  const row = page.getByRole("region", { name: "Lost items" }).getByRole("listitem").first();
  await expect(row.locator("p").nth(1)).toHaveText(lost.alert.sentence);
});

test("j and k walk through the cards, and Enter opens one", async ({ page, isMobile }) => {
  test.skip(isMobile, "no keyboard");
  await signInAs(page, "leadership", "/for-you");
  await expectArrived(page);
  const { cards: [, second] } = await ask(page, "/for-you?limit=10");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/accounts/${second.account.id}`));
});

test("GP % is offered only to those who may see margin", async ({ page }) => {
  await signInAs(page, "rep", "/for-you");
  await expectArrived(page);
  await expect(page.getByRole("button", { name: "GP %" })).toHaveCount(0);
});

test("an empty installation says that nobody needs anybody, and what would change it", async ({ page, newInstallation }) => {
  await signInFirst(page, await newInstallation("empty"), "/for-you");
  await expectArrived(page);
  await expect(page.getByText("Nobody needs you today")).toBeVisible();
});

test("the bell of a laptop counts the critical alerts that nobody has looked at, and leads to them", async ({ page, isMobile }) => {
  await signInAs(page, "manager", "/accounts");
  const bell = page.locator(".topbar .bell");
  if (isMobile) return expect(bell).toHaveCount(0);
  const { total } = await ask(page, "/alerts?state=open&tier=critical&limit=1");
  expect(total).toBeGreaterThan(0);
  await expect(bell).toHaveAccessibleName(new RegExp(`^${total.toLocaleString("en-US")} new critical alerts?\\. For You$`));
  await expect(bell.locator(".bell-count")).toHaveAttribute("data-count", total > 99 ? "99+" : String(total));
  await bell.click();
  await expect(page.getByRole("heading", { level: 1, name: "For You" })).toBeVisible();
});
