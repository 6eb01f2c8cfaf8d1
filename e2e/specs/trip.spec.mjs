import { ask, expect, expectAccessible, expectArrived, expectGoodScreen, signInAs, test } from "../rig/test.mjs";
import { miles } from "../rig/words.mjs";

// Accounts of the demo that have a place: one, and some near it.
async function neighbours(page, wanted) {
  for (const { account } of (await ask(page, "/accounts?limit=50")).items) {
    const { nearby, position } = await ask(page, `/accounts/${account.id}`);
    if (position && nearby.length >= wanted - 1) return [account, ...nearby.slice(0, wanted - 1).map((near) => near.account)];
  }
  throw new Error("the demo has accounts near each other");
}

// Accounts of the demo that have a place, wherever.
async function scattered(page, wanted) {
  const found = [];
  for (const { account } of (await ask(page, "/accounts?limit=50")).items) {
    if ((await ask(page, `/accounts/${account.id}`)).position) found.push(account);
    if (found.length === wanted) return found;
  }
  throw new Error(`the demo has ${wanted} accounts with a place`);
}

// The trip as the API plans it.
async function plan(page, request) {
  const { csrf_token } = await ask(page, "/me");
  const address = new URL("/api/v1/trips", page.url()).href;
  const answer = await page.request.post(address, { headers: { "X-CSRF-Token": csrf_token }, data: request });
  expect(answer.status()).toBe(200);
  return answer.json();
}

const ids = (accounts) => accounts.map((account) => account.id);
const rows = (page) => page.locator(".trip-stop");

test("stops are in the order of the API, with times, stakes and the way into the maps app", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/accounts");
  const accounts = await scattered(page, 7);
  const trip = await plan(page, { stops: ids(accounts), returns: true, visit_minutes: 20 });
  expect(trip.km).toBeLessThanOrEqual(trip.asked_km);
  await page.goto(`/trip?stops=${ids(accounts).join(",")}&returns=1&visit=20&at=08:30`);
  await expect(rows(page).locator(".trip-who > a")).toHaveText(trip.stops.map((stop) => stop.account.name));
  await expect(rows(page).first()).toContainText("08:30");
  const far = trip.stops.findIndex((stop) => stop.leg_km > 1);
  const minutes = 8 * 60 + 30 + Math.round(trip.stops[far].arrives_after_minutes);
  const clock = `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  await expect(rows(page).nth(far)).toContainText(clock);
  const leg = trip.stops[far].leg_km;
  await expect(rows(page).nth(far)).toContainText(miles(leg));
  for (const words of trip.assumptions) await expect(page.getByText(words)).toBeAttached();
  const google = page.getByRole("link", { name: "Google Maps" });
  await expect(google).toHaveAttribute("href", trip.map_links.find((link) => link.label === "Google Maps").url);
  const [lat, lon] = trip.stops[1].position;
  expect(await google.getAttribute("href")).toContain(`${lat.toFixed(5)}%2C${lon.toFixed(5)}`);
  for (const { name } of accounts) expect(await google.getAttribute("href")).not.toContain(encodeURIComponent(name));
  await expectGoodScreen(page, testInfo, "trip");
});

test("a stop is added by search, removed, and brought back", async ({ page }) => {
  await signInAs(page, "rep", "/accounts");
  const [first, second, third] = await neighbours(page, 3);
  await page.goto(`/trip?stops=${first.id},${second.id}`);
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Add a stop" }).fill(third.name);
  await page.getByRole("list", { name: "Accounts found" }).getByRole("button", { name: third.name }).first().click();
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole("button", { name: `Remove ${second.name}` }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).filter({ hasText: second.name })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rows(page)).toHaveCount(3);
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);
});

test("it starts where the phone is when asked to, and comes back", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 41.5868, longitude: -93.625 });
  await signInAs(page, "rep", "/accounts");
  const accounts = await neighbours(page, 3);
  await page.goto(`/trip?stops=${ids(accounts).join(",")}`);
  await page.getByRole("button", { name: "Start here" }).click();
  await expect(page.getByText("Starts where you were (41.587, -93.625).")).toBeVisible();
  await page.getByRole("checkbox", { name: "Back to the start" }).check();
  const trip = await plan(page, { stops: ids(accounts), start: [41.5868, -93.625], returns: true });
  await expect(rows(page).locator(".trip-who > a")).toHaveText(trip.stops.map((stop) => stop.account.name));
  await expect(page.getByText("Back at the start")).toBeVisible();
  await expect(page.getByRole("link", { name: "Google Maps" })).toHaveAttribute("href", /origin=41\.58680%2C-93\.62500/);
});

test("a browser that will not tell where it is says what else can be done", async ({ page, context }) => {
  await context.clearPermissions();
  await signInAs(page, "rep", "/accounts");
  const accounts = await neighbours(page, 2);
  await page.goto(`/trip?stops=${ids(accounts).join(",")}`);
  await page.getByRole("button", { name: "Start here" }).click();
  await expect(page.getByRole("alert")).toContainText("start at the first stop");
  await expectAccessible(page);
});

test("the account page leads to a trip through its neighbours", async ({ page }) => {
  await signInAs(page, "rep", "/accounts");
  const [account] = await neighbours(page, 2);
  await page.goto(`/accounts/${account.id}`);
  await page.getByRole("link", { name: "Plan a trip from here" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Trip" })).toBeVisible();
  await expect(rows(page).first()).toContainText(account.name);
});

test.describe("without an answer a trip", () => {
  test.use({ expectsLostConnections: true });

  test("waits, says so, and a second try brings it", async ({ page }) => {
    await signInAs(page, "rep", "/accounts");
    const accounts = await neighbours(page, 2);
    let letGo;
    const held = new Promise((resolve) => (letGo = resolve));
    await page.route("**/api/v1/trips", async (route) => {
      await held;
      await route.abort();
    });
    await page.goto(`/trip?stops=${ids(accounts).join(",")}`);
    await expect(page.getByText("Loading").first()).toBeAttached();
    letGo();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("The server can't be reached.");
    await expectAccessible(page);
    await page.unroute("**/api/v1/trips");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(rows(page)).toHaveCount(2);
  });
});

test("without stops, and with one, it says what to do", async ({ page }) => {
  await signInAs(page, "rep", "/trip");
  await expect(page.getByText("No stops yet")).toBeVisible();
  await expectAccessible(page);
  const [account] = await neighbours(page, 2);
  await page.goto(`/trip?stops=${account.id}`);
  await expect(rows(page)).toHaveText(new RegExp(account.name));
  await page.getByRole("button", { name: /^Add / }).first().click();
  await expect(rows(page)).toHaveCount(2);
});

test.describe("a stop of somebody else", () => {
  test.use({ expectedStatuses: [401, 404] });

  test("is not found, and the way out is offered", async ({ page }) => {
    await signInAs(page, "rep", "/accounts");
    const [account] = await neighbours(page, 2);
    await page.goto(`/trip?stops=${account.id},a_0000000000001`);
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    await page.getByRole("button", { name: "Remove all stops" }).click();
    await expect(page.getByText("No stops yet")).toBeVisible();
  });
});

test("accounts that are nowhere are named, and paper shows the stops", async ({ page }) => {
  await signInAs(page, "rep", "/accounts");
  const accounts = await neighbours(page, 3);
  const trip = await plan(page, { stops: ids(accounts) });
  const lost = { ...trip.stops.at(-1).account };
  await page.route("**/api/v1/trips", (route) => route.fulfill({ json: { ...trip, stops: trip.stops.slice(0, 2), without_position: [lost] } }));
  await page.goto(`/trip?stops=${ids(accounts).join(",")}`);
  const notice = page.locator(".trip-left-out");
  await expect(notice).toContainText("nobody knows where they are");
  await expect(notice.getByRole("link", { name: lost.name })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(rows(page).first()).toBeVisible();
  await expect(page.locator(".trip-hand-off")).toBeHidden();
  await expect(page.locator(".trip-tools")).toBeHidden();
  await expectArrived(page);
});
