import { ask, expect, expectAccessible, signInAs, test } from "../rig/test.mjs";
import { day } from "../rig/words.mjs";

const PAGES = {
  Dashboard: "/dashboard",
  "For You": "/",
  Accounts: "/accounts?states=open",
  Products: "/products",
  Orders: "/orders",
  Targets: "/targets",
  Monday: "/weekly",
};

for (const [name, address] of Object.entries(PAGES)) {
  test(`${name}: every fold says how its figures are worked out, in the words of the API`, async ({ page }) => {
    await signInAs(page, "manager", address);
    const { as_of, rules_version, metrics } = await ask(page, "/metrics/explain");
    const formulas = new Map(metrics.map((metric) => [metric.name, metric.formula]));
    const folds = page.locator(".why-figures");
    await expect(folds.first()).toBeVisible();
    await page.waitForLoadState("networkidle");
    for (const fold of await folds.all()) {
      await fold.locator("summary").click();
      await expect(fold.locator("p")).toContainText(`As of ${day(as_of, "0000-01-01")}, by version ${rules_version} of the rules.`);
      for (const told of await fold.locator("dl > div").all()) {
        expect(await told.locator("dd").textContent()).toBe(formulas.get(await told.locator("dt").textContent()));
      }
    }
    await expectAccessible(page);
  });
}

test.describe("a lost connection", () => {
  test.use({ expectsLostConnections: true });

  test("a fold asks for nothing before it is opened, and can be asked again", async ({ page }) => {
    let asked = 0;
    await page.route("**/api/v1/metrics/explain", (route) => {
      asked += 1;
      return asked === 1 ? route.abort() : route.continue();
    });
    await signInAs(page, "leadership", "/dashboard");
    const fold = page.getByRole("region", { name: "Segments" }).locator(".why-figures");
    await expect(fold).toBeVisible();
    expect(asked).toBe(0);
    await fold.locator("summary").click();
    await fold.getByRole("button", { name: "Try again" }).click();
    await expect(fold).toContainText("Money at risk");
  });
});

test("who may not see profits is told nothing of how they are worked out", async ({ page }) => {
  await signInAs(page, "rep", "/dashboard");
  const fold = page.getByRole("region", { name: "Headline figures" }).locator(".why-figures");
  await fold.locator("summary").click();
  await expect(fold).toContainText("Net sales ÷ valid orders");
  await expect(fold.getByText("Gross profit")).toHaveCount(0);
});
