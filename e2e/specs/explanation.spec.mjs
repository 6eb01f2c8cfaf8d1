import { ask, expect, expectAccessible, expectArrived, expectNoSidewaysScroll, signInAs, test } from "../rig/test.mjs";
import { count, percent, plusDays } from "../rig/words.mjs";

const number = (text) => Number(text.replace("−", "-"));
const sum = (parts) => parts.reduce((total, part) => total + part.points, 0);
const logOdds = (score) => score.base_log_odds + sum(score.contributions);
const probability = (odds) => 1 / (1 + Math.exp(-odds));

// The account with the most sales, at a path; what the API explains of it.
async function open(page, role = "leadership", query = "") {
  await signInAs(page, role, "/");
  const { id, name } = (await ask(page, "/accounts?limit=1")).items[0].account;
  await page.goto(`/accounts/${id}${query}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expectArrived(page);
  return { id, explanation: await ask(page, `/accounts/${id}/explain${query}`) };
}

test("base and points add up to the risk shown, in the waterfall and in words", async ({ page }) => {
  const { explanation } = await open(page, "rep");
  const { score } = explanation;
  expect(probability(logOdds(score))).toBeCloseTo(score.churn_risk, 9);
  const why = page.getByRole("region", { name: "Why", exact: true });
  const rows = await why.locator(".chart-figure table tbody tr").evaluateAll((found) =>
    found.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
  );
  expect(rows.length).toBe(score.contributions.length + 2);
  let reached = score.base_log_odds;
  expect(rows[0][2]).toBe(`${(probability(reached) * 100).toFixed(1)}%`);
  for (const [place, part] of score.contributions.entries()) {
    reached += part.points;
    expect(Math.abs(number(rows[place + 1][1]) - part.points)).toBeLessThan(0.0051);
    expect(rows[place + 1][2]).toBe(`${(probability(reached) * 100).toFixed(1)}%`);
  }
  expect(rows.at(-1)[2]).toBe(`${(score.churn_risk * 100).toFixed(1)}%`);
  await expect(page.locator("dl.figures .risk-figure")).toHaveText(`${Math.round(score.churn_risk * 100)}%`);
  const points = await why.locator(".reasons .points").allTextContents();
  const shown = points.map(number).reduce((total, point) => total + point, score.base_log_odds);
  expect(Math.abs(shown - logOdds(score))).toBeLessThan(0.0051 * points.length);
  for (const part of score.contributions) await expect(why.locator(".reasons")).toContainText(part.reason);
});

test("formula and signals are one tap away", async ({ page }) => {
  const { explanation } = await open(page);
  const why = page.getByRole("region", { name: "Why", exact: true });
  await expect(why.getByText(explanation.formula)).toBeHidden();
  await why.locator("summary").click();
  await expect(why.getByText(explanation.formula)).toBeVisible();
  await expect(why.locator("details tbody tr")).toHaveCount(explanation.signals.length);
  for (const signal of explanation.signals) {
    await expect(why.locator("details tbody").getByRole("rowheader", { name: signal.label, exact: true })).toBeVisible();
  }
  // What the bar above the page half covers is no target.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("what changed since a picked date adds up from the risk then to the risk now", async ({ page }) => {
  const { id, explanation } = await open(page);
  const since = plusDays(explanation.score.as_of, -120);
  const changed = page.getByRole("region", { name: "What changed" });
  await changed.getByLabel("Since").fill(since);
  await expect(page).toHaveURL(new RegExp(`since=${since}`));
  const { since: change, score } = await ask(page, `/accounts/${id}/explain?since=${since}`);
  expect(logOdds(change.before) + sum(change.moved)).toBeCloseTo(logOdds(score), 9);
  await expect(changed.getByText(change.sentence).first()).toBeVisible();
  await expect(changed.locator(".then-now").first()).toContainText(percent(probability(logOdds(change.before))));
  await expect(changed.locator(".then-now").last()).toContainText(percent(probability(logOdds(score))));
  const points = (await changed.locator(".reasons .points").allTextContents()).map(number);
  const moved = points.reduce((total, point) => total + point, 0);
  expect(Math.abs(moved - (logOdds(score) - logOdds(change.before)))).toBeLessThan(0.0051 * points.length);
  if (change.order_days.length > 1) await expect(changed).toContainText(`Orders came on ${change.order_days.length} days since`);
  await page.reload();
  await expect(changed.getByLabel("Since")).toHaveValue(since);
  await expect(changed.getByText(change.sentence).first()).toBeVisible();
});

test("score and window lead to how far such figures kept their word", async ({ page }) => {
  const { explanation } = await open(page);
  const rhythm = page.getByRole("region", { name: "Order rhythm" });
  const kept = explanation.kept_word;
  const words = kept
    ? `80% windows of ${kept.group.toLowerCase()} held ${percent(kept.wide_held)} of ${count(kept.windows)} orders.`
    : "How far scores and windows kept their word";
  await expect(rhythm.getByRole("link", { name: words })).toBeVisible();
  await expect(page.locator("dl.figures").getByRole("link", { name: /accuracy/i })).toHaveCount(2);
  await rhythm.getByRole("link", { name: words }).click();
  await expect(page.getByRole("heading", { name: "Accuracy", level: 1 })).toBeVisible();
});
