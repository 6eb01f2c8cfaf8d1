import { ask, expect, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { count, percent } from "../rig/words.mjs";

// Makes a back-test as somebody who may, unless there is one; answers what the API says of it.
async function withBacktest(page) {
  test.slow();
  await signInAs(page, "admin", "/accuracy");
  await expectArrived(page);
  const words = page.getByRole("region", { name: "In plain words" });
  if ((await words.count()) === 0) {
    await page.getByRole("button", { name: "Run back-test" }).click();
    await expect(words).toBeVisible({ timeout: 120_000 });
  }
  return ask(page, "/accuracy");
}

function judge(accuracy) {
  return accuracy.models.find((model) => model.model === accuracy.chosen);
}

test("everybody is led to how predictions turned out, full and readable in both themes", async ({ page, isMobile }, testInfo) => {
  await withBacktest(page);
  await page.context().clearCookies();
  await signInAs(page, "rep", "/");
  await expectArrived(page);
  if (isMobile) await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Accuracy" }).click();
  await expect(page.getByRole("heading", { name: "Accuracy", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "In plain words" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Run back-test" })).toHaveCount(0);
  await expectGoodScreen(page, testInfo, "accuracy");
});

test("windows, ranking and calibration are told in words with the API's numbers", async ({ page }) => {
  const { windows, overall } = judge(await withBacktest(page));
  const words = page.getByRole("region", { name: "In plain words" });
  await expect(words).toContainText(`Of ${count(windows.windows)} windows, ${percent(windows.wide_held)} held the order`);
  await expect(words).toContainText(
    `An account that ordered again was ranked above one that did not ${Math.round(overall.auc * 100)} times out of 100.`,
  );
  await expect(words).toContainText("of 100 apart on average");
});

test("every table holds what the API answers", async ({ page }) => {
  const accuracy = await withBacktest(page);
  const best = judge(accuracy);
  const region = (name) => page.getByRole("region", { name });
  const cells = (name) =>
    region(name).locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
  const models = await cells("Models");
  expect(models.map((row) => row[1])).toEqual(accuracy.models.map((model) => model.overall.log_loss.toFixed(3)));
  const chosen = accuracy.models.findIndex((model) => model.model === accuracy.chosen);
  await expect(region("Models").locator("tbody tr").nth(chosen)).toHaveClass(/is-chosen/);
  const lost = await cells("Segments and what came of them");
  expect(lost.map((row) => row[2])).toEqual(best.segments.map((part) => (part.accounts === 0 ? "–" : percent(part.lost_share))));
  const lift = await cells("What calling the riskiest gains");
  expect(lift.map((row) => row[3])).toEqual(best.lift.map((called) => percent(called.found_share)));
  const curve = await cells("Forecast against outcome");
  expect(curve).toEqual(
    best.calibration.map((group) => [`${(group.forecast * 100).toFixed(1)}%`, `${(group.ordered * 100).toFixed(1)}%`, count(group.forecasts)]),
  );
  const windows = await cells("Windows that kept their word");
  for (const group of best.groups) {
    const row = windows.find(([label]) => label === group.label);
    expect(row?.[1], group.label).toBe(count(group.windows.windows));
  }
  await region("How this was measured").locator("summary").click();
  await expect(region("How this was measured").locator("li")).toHaveCount(accuracy.asked_on.length);
});

// Rows of a table of alerts below the name of their rule: [tier, figures …].
function ruleRows(table) {
  return table.locator("tbody").evaluateAll((bodies) =>
    Object.fromEntries(
      bodies.map((body) => {
        const [head, ...rows] = body.rows;
        const words = (cell) => cell.innerText.trim();
        return [head.querySelector("b").innerText, rows.map((row) => [...row.cells].map(words))];
      }),
    ),
  );
}

const RULES = { churn_risk: "Churn risk", pattern_risk: "Pattern risk", new_account_stalled: "New account stalled", lost_item: "Lost item", lapsed_item: "Lapsed item", overdue: "Overdue" };
const TIERS = { watch: "Watch", at_risk: "At risk", critical: "Critical" };

test("alerts are held against what came after, and what people answered is counted", async ({ page }) => {
  const { alerts } = await withBacktest(page);
  const past = page.getByRole("region", { name: "Alerts, on your own past" });
  await expect(past).toContainText(`${percent(alerts.anybody.share)} would have been right`);
  const shown = await ruleRows(past.getByRole("table"));
  expect(Object.keys(shown)).toEqual(alerts.rules.map((rule) => RULES[rule.kind]));
  for (const rule of alerts.rules) {
    const rows = shown[RULES[rule.kind]];
    expect(rows.map((row) => row[0])).toEqual(rule.tiers.map((tier) => TIERS[tier.tier]));
    for (const [place, { right }] of rule.tiers.entries()) {
      expect(rows[place][1]).toContain(right.judged === 0 ? "–" : `${Math.round(right.share * 100)}%`);
      expect(rows[place][4], "how many were judged").toBe(count(right.judged));
    }
  }
  const said = page.getByRole("region", { name: "What people answered" });
  const answered = async () => (await ask(page, "/accuracy")).verdicts;
  if ((await answered()).length === 0) {
    await expect(said).toContainText("Nobody has answered yet.");
    await said.getByRole("link", { name: "Go to For You" }).click();
    const answer = page.waitForResponse((response) => response.url().endsWith("/actions"));
    await page.getByRole("article").first().getByRole("button", { name: "Yes" }).first().click();
    expect((await answer).ok()).toBe(true);
    await page.goto("/accuracy");
  }
  const verdicts = await answered();
  await expect(said.getByRole("table")).toBeVisible();
  const counted = await ruleRows(said.getByRole("table"));
  for (const { kind, tier, right, wrong } of verdicts) {
    const row = counted[RULES[kind]].find(([name]) => name === TIERS[tier]);
    expect(row.slice(2)).toEqual([count(right), count(wrong)]);
  }
});

test("too few alerts to judge are no figures", async ({ page }) => {
  const accuracy = await withBacktest(page);
  const few = { ...accuracy.alerts, rules: accuracy.alerts.rules.slice(0, 1).map((rule) => ({ ...rule, tiers: [] })) };
  await page.route("**/api/v1/accuracy", (route) => route.fulfill({ json: { ...accuracy, alerts: few } }));
  await page.reload();
  const past = page.getByRole("region", { name: "Alerts, on your own past" });
  await expect(past).toContainText("There are too few alerts to judge.");
  await expect(past.getByRole("table")).toHaveCount(0);
});

test("bad news is told as such", async ({ page }) => {
  const accuracy = await withBacktest(page);
  const best = judge(accuracy);
  best.windows.wide_held = 0.712;
  best.overall.calibration_error = best.overall.calibration_error_by_chance + 0.05;
  await page.route("**/api/v1/accuracy", (route) => route.fulfill({ json: accuracy }));
  await page.reload();
  const broken = page.locator(".finding.is-broken");
  await expect(broken.filter({ hasText: "71.2% held the order" })).toContainText("too many orders came outside");
  await expect(broken.filter({ hasText: "of 100 apart" })).toContainText("more than chance explains");
  await expect(broken.first()).toContainText("Not kept");
});

test("a history that is too short says why", async ({ page }) => {
  const accuracy = { ...(await withBacktest(page)), models: [], too_short: "Two years of orders are needed; there are 3 months." };
  await page.route("**/api/v1/accuracy", (route) => route.fulfill({ json: accuracy }));
  await page.reload();
  await expect(page.getByText("The history is too short to judge by.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Run back-test" })).toBeVisible();
  await expect(page.getByText(accuracy.too_short)).toBeVisible();
});
