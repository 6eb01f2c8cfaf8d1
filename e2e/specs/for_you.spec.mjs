import { ask, expect, expectArrived, expectGoodScreen, signInAs, signInFirst, test } from "../rig/test.mjs";

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

test("snoozing takes the card away at once, and undo brings it back", async ({ page }) => {
  await signInAs(page, "manager", "/for-you");
  const { cards: answered } = await ask(page, "/for-you?limit=10");
  const { name } = answered.at(-1).account;
  await page.getByRole("button", { name: `More to do with ${name}` }).click();
  await page.getByRole("button", { name: /^Tomorrow,/ }).click();
  await expect(cards(page).filter({ hasText: name })).toHaveCount(0, { timeout: 1_000 });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cards(page).filter({ hasText: name })).toHaveCount(1);
});

test.describe("an answer that the server refuses", () => {
  test.use({ expectsLostConnections: true });

  test("brings the card back and says so", async ({ page }) => {
    await page.route("**/api/v1/alerts/*/actions", (route) => route.abort());
    await signInAs(page, "leadership", "/for-you");
    await expectArrived(page);
    const number = await cards(page).count();
    await cards(page).first().getByRole("button", { name: "Wrong" }).first().click();
    await expect(page.getByText("That was not saved.")).toBeVisible();
    await expect(cards(page)).toHaveCount(number);
  });
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
