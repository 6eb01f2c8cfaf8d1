import { ask, expect, expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("a rep sees the own accounts on a map that needs no network", async ({ page }, testInfo) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await signInAs(page, "rep", "/map");
  await expect(page.locator("canvas.maplibregl-canvas")).toBeVisible();
  await expect.poll(() => asked.filter((path) => path.endsWith("/states.geojson"))).not.toEqual([]);
  await expectGoodScreen(page, testInfo, "map");
});

test("the map's library is loaded by the map alone", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await signInAs(page, "rep", "/accounts");
  await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
  expect(asked.filter((path) => path.includes("maplibre-gl"))).toEqual([]);
  await page.goto("/map");
  await expect(page.locator("canvas.maplibregl-canvas")).toBeVisible();
  expect(asked.filter((path) => path.includes("maplibre-gl"))).not.toEqual([]);
});

test("a click on a cluster goes closer, and the list follows", async ({ page }) => {
  await signInAs(page, "leadership", "/accounts");
  const { marks } = await ask(page, "/map?zoom=4");
  const cluster = marks.find((mark) => mark.count > 1);
  await page.goto(`/map?at=${cluster.latitude},${cluster.longitude},4`);
  const before = await accountsInView(page);
  await expectAfterClick(page, () => expect(zoomOf(page)).toBeGreaterThan(5.5));
  await expect.poll(() => accountsInView(page)).toBeLessThan(before);
  expect(await accountsInView(page)).toBeGreaterThanOrEqual(cluster.count);
});

test("a click on a pin opens its card, points the account out in the list, and leads to it", async ({ page }) => {
  await signInAs(page, "rep", "/accounts");
  const { marks } = await ask(page, "/map?zoom=12");
  const pin = marks.find((mark) => mark.account);
  await page.goto(`/map?at=${pin.latitude},${pin.longitude},12`);
  await accountsInView(page);
  await expectAfterClick(page, () => expect(page.url()).toMatch(/account=a_/));
  const id = new URL(page.url()).searchParams.get("account");
  const detail = await ask(page, `/accounts/${id}`);
  const card = page.locator("article.map-card.is-chosen");
  await expect(card.getByRole("heading")).toHaveText(detail.account.name);
  await expect(card).toContainText("Churn risk");
  await expect(card).toContainText(detail.score.sentence);
  await expect(page.locator(`#map-row-${id}`)).toHaveClass(/is-pointed-out/);
  await card.getByRole("link", { name: detail.account.name }).click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${id}`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(detail.account.name);
});

test("the list holds the largest accounts of the view and leads to them", async ({ page, isMobile }) => {
  await signInAs(page, "rep", "/map");
  const { list, inside } = await ask(page, "/map?zoom=4");
  await expect.poll(() => accountsInView(page)).toBe(inside);
  if (isMobile) await page.getByRole("button", { name: /accounts in this view/ }).click();
  const row = page.locator(".map-row").first();
  await expect(row).toContainText(list[0].account.name);
  await row.click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${list[0].account.id}`));
});

test("filters by words and segment stand in the address and narrow map and list", async ({ page, isMobile }) => {
  await signInAs(page, "leadership", "/map");
  const all = await accountsInView(page);
  const { inside } = await ask(page, "/map?zoom=4&segment=churned");
  expect(inside).toBeLessThan(all);
  if (isMobile) await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Segment").selectOption("churned");
  await expect(page).toHaveURL(/segment=churned/);
  await expect.poll(() => accountsInView(page)).toBe(inside);
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await expect.poll(() => accountsInView(page)).toBe(all);
});

test("without WebGL an SVG map takes over: closer by a click, and a card that leads to the account", async ({ page }, testInfo) => {
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind.startsWith("webgl") ? null : original.call(this, kind, ...rest);
    };
  });
  await signInAs(page, "rep", "/map");
  const map = page.locator(".map-svg");
  await expect.poll(() => map.locator(".map-svg-states path").count()).toBeGreaterThan(48);
  await expectGoodScreen(page, testInfo, "map_without_webgl");
  const clusters = map.locator(".map-svg-cluster");
  const pins = map.locator(".map-svg-pin");
  await expect(clusters.first()).toBeVisible();
  await clusters.first().click();
  await expect(async () => {
    if ((await pins.count()) === 0) await clusters.first().click({ timeout: 1_000 });
    expect(await pins.count()).toBeGreaterThan(0);
  }).toPass({ timeout: 15_000 });
  await pins.last().click();
  const link = page.locator("article.map-card.is-chosen").getByRole("link");
  const name = await link.textContent();
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
});

test("the map follows the system between dark and light while it is open", async ({ page }) => {
  await signInAs(page, "rep", "/map");
  await accountsInView(page);
  await expect(page.locator(".map-loading")).toHaveCount(0);
  await expect.poll(() => brightness(page)).toBeLessThan(90);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => brightness(page)).toBeGreaterThan(165);
});

// Average brightness of the map as it is seen, 0 to 255.
async function brightness(page) {
  const picture = (await page.locator("canvas.maplibregl-canvas").screenshot()).toString("base64");
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const drawn = new OffscreenCanvas(40, 40).getContext("2d");
    drawn.drawImage(image, 0, 0, 40, 40);
    const { data: bytes } = drawn.getImageData(0, 0, 40, 40);
    return bytes.filter((_, place) => place % 4 !== 3).reduce((sum, byte) => sum + byte, 0) / 4800;
  }, picture);
}

// How many accounts the list says are in view, once map and answer are there.
async function accountsInView(page) {
  const handle = page.locator(".map-list-handle");
  await expect(handle).toHaveText(/^([\d,]+|No) accounts? in this view/);
  const [, number] = /^([\d,]+|No) /.exec(await handle.textContent());
  return number === "No" ? 0 : Number(number.replace(",", ""));
}

function zoomOf(page) {
  return Number((new URL(page.url()).searchParams.get("at") ?? "0,0,0").split(",")[2]);
}

// Clicks the middle of the map until it has answered: marks are drawn some frames after their answer came.
async function expectAfterClick(page, check) {
  const canvas = page.locator("canvas.maplibregl-canvas");
  await expect(page.locator(".map-loading")).toHaveCount(0);
  await expect(async () => {
    await canvas.click();
    await expect(check).toPass({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}
