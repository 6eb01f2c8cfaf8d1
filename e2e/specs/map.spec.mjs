import { ask, expect, expectAccessible, expectGoodScreen, signInAs, test } from "../rig/test.mjs";

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
  await page.getByRole("group", { name: "Segment" }).getByRole("button", { name: "Churned" }).click();
  await expect(page).toHaveURL(/segment=churned/);
  await expect.poll(() => accountsInView(page)).toBe(inside);
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await expect.poll(() => accountsInView(page)).toBe(all);
});

test("an end of a histogram's slider narrows list, pins and the other histograms", async ({ page, isMobile }, testInfo) => {
  await signInAs(page, "leadership", "/map");
  const all = await accountsInView(page);
  const everybody = await ask(page, "/map/histograms");
  const { total } = await ask(page, "/accounts?limit=1");
  expect(sum(everybody.revenue.counts)).toBe(total);
  expect(sum(everybody.orders.counts)).toBe(total);
  if (isMobile) await page.getByText("Filters", { exact: true }).click();
  const orders = page.getByRole("group", { name: /^Orders a year/ });
  await expect(orders.locator("rect")).toHaveCount(everybody.orders.counts.filter((count) => count > 0).length);
  const from = page.getByRole("slider", { name: "Orders a year, from" });
  for (let bar = 0; bar < 4; bar += 1) await from.press("ArrowRight");
  await expect(page).toHaveURL(new RegExp(`min_orders=${everybody.orders.edges[4]}(&|$)`));
  await expect(orders).toContainText(`${everybody.orders.edges[4]} or more`);
  await expect(orders.locator("rect.is-in")).toHaveCount(
    everybody.orders.counts.slice(4).filter((count) => count > 0).length,
  );
  await expectGoodScreen(page, testInfo, "map_filters");
  const many = await ask(page, `/map?zoom=4&min_orders=${everybody.orders.edges[4]}`);
  expect(many.inside).toBeLessThan(all);
  await expect.poll(() => accountsInView(page)).toBe(many.inside);
  const others = await ask(page, `/map/histograms?min_orders=${everybody.orders.edges[4]}`);
  expect(others.orders).toEqual(everybody.orders);
  expect(sum(others.revenue.counts)).toBe((await ask(page, `/accounts?limit=1&min_orders=${everybody.orders.edges[4]}`)).total);
  await page.goBack();
  await page.getByRole("slider", { name: "Orders a year, from" }).press("Home");
  await expect.poll(() => accountsInView(page)).toBe(all);
});

test("a lasso keeps exactly the accounts it encloses", async ({ page, isMobile }, testInfo) => {
  await signInAs(page, "leadership", "/map");
  await accountsInView(page);
  await expect(page.locator(".map-loading")).toHaveCount(0);
  await drawAround(page, isMobile);
  const area = areaOf(page);
  expect(area.length).toBeGreaterThanOrEqual(5);
  const inside = (await pins(page)).filter((pin) => encloses(area, pin));
  expect(inside.length).toBeGreaterThan(0);
  await expect.poll(() => accountsInView(page)).toBe(inside.length);
  const listed = await ask(page, `/accounts?limit=500&area=${areaText(page)}`);
  expect(listed.total).toBe(inside.length);
  const ids = new Set(inside.map((pin) => pin.account));
  expect(listed.items.filter((row) => !ids.has(row.account.id))).toEqual([]);
  await expectGoodScreen(page, testInfo, "map_lasso");
  await page.getByRole("button", { name: "Clear area" }).click();
  await expect(page).not.toHaveURL(/area=/);
});

test("without a pointer the view becomes the area, and Escape ends drawing", async ({ page }) => {
  await signInAs(page, "rep", "/map");
  const all = await accountsInView(page);
  await expect(page.locator(".map-loading")).toHaveCount(0);
  await page.getByRole("button", { name: "Draw area" }).press("Enter");
  await expect(page.locator(".map-lasso")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator(".map-lasso")).toHaveCount(0);
  await page.getByRole("button", { name: "Use this view" }).press("Enter");
  await expect(page).toHaveURL(/area=/);
  expect(areaOf(page)).toHaveLength(4);
  await expect.poll(() => accountsInView(page)).toBe(all);
});

test("near me asks when pressed, sorts by distance and follows the distance chosen", async ({ page, context }, testInfo) => {
  await signInAs(page, "leadership", "/map");
  await accountsInView(page);
  await expect(page.locator(".map-loading")).toHaveCount(0);
  const everybody = await pins(page);
  const around = (place, km) => everybody.filter((pin) => distanceKm(pin, place) <= km).length;
  const here = everybody.find((pin) => around(pin, 240) > around(pin, 25));
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: here.latitude, longitude: here.longitude });
  await page.getByRole("button", { name: "Near me" }).click();
  await expect(page).toHaveURL(/near=/);
  const [latitude, longitude] = new URL(page.url()).searchParams.get("near").split(",").map(Number);
  const within = (km) => around({ latitude, longitude }, km);
  await expect.poll(() => accountsInView(page)).toBe(within(25));
  const distances = (await page.locator(".map-row-place b").allTextContents()).map(Number.parseFloat);
  expect(distances.length).toBe(Math.min(within(25), 50));
  expect(distances).toEqual([...distances].sort((left, right) => left - right));
  await expectGoodScreen(page, testInfo, "map_near_me");
  await page.getByLabel("How near").selectOption("250");
  await expect.poll(() => accountsInView(page)).toBe(within(250));
  expect(within(250)).toBeGreaterThan(within(25));
  await page.getByRole("button", { name: "Near me" }).click();
  await expect(page).not.toHaveURL(/near=/);
});

test("a browser that does not tell where it is gets words and another way", async ({ page, context }) => {
  await context.clearPermissions();
  await signInAs(page, "rep", "/map");
  await accountsInView(page);
  await page.getByRole("button", { name: "Near me" }).click();
  const trouble = page.locator(".map-trouble");
  await expect(trouble).toContainText("Allow location");
  await expect(trouble).toContainText("draw an area");
  expect(page.url()).not.toContain("near=");
  await expectAccessible(page);
  await trouble.getByRole("button", { name: "Close" }).click();
  await expect(trouble).toHaveCount(0);
});

test("states are ranked by growth potential with its formula, and lead to their accounts", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/map");
  await accountsInView(page);
  await page.getByLabel("Layer").selectOption("growth");
  await expect(page).toHaveURL(/layer=growth/);
  const { potential, potential_formula } = await ask(page, "/territory");
  const ranked = potential.filter((row) => row.potential_cents > 0);
  const panel = page.getByRole("region", { name: "States by growth potential" });
  const rows = panel.locator(".map-region");
  await expect(rows).toHaveCount(ranked.length);
  await expect(rows.first()).toContainText(ranked[0].name);
  await expectGoodScreen(page, testInfo, "map_growth");
  await panel.getByText("How is this worked out?").click();
  await expect(panel).toContainText(potential_formula);
  await rows.first().click();
  await expect(page).toHaveURL(new RegExp(`state=${ranked[0].state}`));
  const { inside } = await ask(page, `/map?zoom=4&state=${ranked[0].state}`);
  await expect.poll(() => accountsInView(page)).toBe(inside);
});

test("underserved states come first, and too few contacts are said to be too few", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/map?layer=service");
  const { service, service_formula, accounts_with_contacts } = await ask(page, "/territory");
  const panel = page.getByRole("region", { name: "States by underserved" });
  await expect(panel.locator(".map-region")).toHaveCount(service.length);
  await expect(panel.locator(".map-region-name").first()).toHaveText(service[0].name);
  const words = { served: "Served", underserved: "Underserved", cannot_tell: "Cannot tell" };
  await expect(panel.locator(".map-region-figure").first()).toHaveText(words[service[0].service]);
  await expect(panel.getByText("too few to tell who is looked after")).toHaveCount(accounts_with_contacts < 0.3 ? 1 : 0);
  await expectGoodScreen(page, testInfo, "map_underserved");
  await panel.getByText("How is this worked out?").click();
  await expect(panel).toContainText(service_formula);
});

test("stops are gathered on the map and planned as a trip", async ({ page, isMobile }) => {
  await signInAs(page, "rep", "/map");
  await accountsInView(page);
  if (isMobile) await page.getByRole("button", { name: /accounts in this view/ }).click();
  const { list } = await ask(page, "/map?zoom=4");
  const [first, second] = list.map((row) => row.account);
  await page.locator(`#map-row-${first.id} .map-stop`).click();
  await page.locator(`#map-row-${second.id} .map-stop`).click();
  await expect(page.locator(`#map-row-${first.id} .map-stop`)).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/stops=/);
  expect(new URL(page.url()).searchParams.get("stops")).toBe(`${first.id},${second.id}`);
  if (isMobile) await page.getByRole("button", { name: /accounts in this view/ }).click();
  const bar = page.locator(".map-stops");
  await expect(bar).toContainText("2 stops");
  await expect(bar.getByRole("link", { name: "Plan trip" })).toHaveAttribute(
    "href",
    new RegExp(`^/trip\\?stops=${first.id}%2C${second.id}$`),
  );
  await bar.getByRole("button", { name: "Clear" }).click();
  await expect(page).not.toHaveURL(/stops=/);
});

test("the SVG map has the lasso too", async ({ page, isMobile }) => {
  await withoutWebGl(page);
  await signInAs(page, "leadership", "/map");
  await accountsInView(page);
  await expect.poll(() => page.locator(".map-svg-states path").count()).toBeGreaterThan(48);
  await drawAround(page, isMobile);
  const area = areaOf(page);
  const inside = (await pins(page)).filter((pin) => encloses(area, pin));
  expect(inside.length).toBeGreaterThan(0);
  await expect.poll(() => accountsInView(page)).toBe(inside.length);
  await expect(page.locator(".map-svg-drawn polygon")).toHaveCount(1);
});

test("without WebGL an SVG map takes over: closer by a click, and a card that leads to the account", async ({ page }, testInfo) => {
  await withoutWebGl(page);
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

test("without WebGL wheel, finger and buttons move the map, and its view is in the address", async ({ page }) => {
  const view = await openSvgMap(page);
  const all = await accountsInView(page);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect.poll(() => view()?.[2]).toBeGreaterThan(0);
  const [north, east, zoom] = view();
  const picture = await page.locator(".map-svg > svg").boundingBox();
  await page.mouse.move(picture.x + picture.width / 2, picture.y + picture.height / 2);
  await page.mouse.wheel(0, -240);
  await expect.poll(() => view()[2]).toBeGreaterThan(zoom + 0.4);
  expect(view()[0]).toBeCloseTo(north, 1);
  expect(view()[1]).toBeCloseTo(east, 1);
  await page.mouse.down();
  await page.mouse.move(picture.x + picture.width / 2 - 80, picture.y + picture.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => view()[1]).toBeGreaterThan(east + 0.5);
  const inside = await accountsInView(page);
  expect(inside).toBeLessThan(all);
  const there = view();
  await page.reload();
  await expect.poll(() => accountsInView(page)).toBe(inside);
  expect(view()).toEqual(there);
  await page.getByRole("button", { name: "All accounts" }).click();
  await expect.poll(() => accountsInView(page)).toBe(all);
  expect(view()).toBeUndefined();
});

test("without WebGL arrow keys move the map, plus and minus zoom it", async ({ page }) => {
  const view = await openSvgMap(page);
  await page.getByRole("region", { name: "Map of the accounts" }).focus();
  await page.keyboard.press("+");
  await expect.poll(() => view()?.[2]).toBeGreaterThan(0);
  const [north, east, zoom] = view();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => view()[1]).toBeGreaterThan(east + 0.5);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => view()[0]).toBeLessThan(north - 0.5);
  expect(view()[2]).toBeCloseTo(zoom, 1);
  await page.keyboard.press("-");
  await expect.poll(() => view()[2]).toBeCloseTo(zoom - 1, 1);
});

test("without WebGL two fingers zoom the map around their middle", async ({ page, isMobile }) => {
  test.skip(!isMobile, "a laptop is moved by its wheel");
  const view = await openSvgMap(page);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect.poll(() => view()?.[2]).toBeGreaterThan(0);
  const [north, east, zoom] = view();
  const picture = await page.locator(".map-svg > svg").boundingBox();
  const [x, y] = [picture.x + picture.width * 0.3, picture.y + picture.height / 2];
  const session = await page.context().newCDPSession(page);
  const touch = (type, apart) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }],
    });
  await touch("touchStart", 30);
  for (const apart of [40, 50, 60]) await touch("touchMove", apart);
  await touch("touchEnd");
  await expect.poll(() => view()[2]).toBeCloseTo(zoom + 1, 1);
  expect(view()[0]).toBeCloseTo(north, 0);
  expect(view()[1]).toBeLessThan(east - 1);
});

test("the list goes on beyond its first rows, and a row shows on the map where a cluster hides its account", async ({ page, isMobile }) => {
  await signInAs(page, "leadership", "/map");
  const all = await accountsInView(page);
  expect(all).toBeGreaterThan(100);
  if (isMobile) await page.locator(".map-list-handle").click();
  const rows = page.locator(".map-rows li");
  await expect(rows).toHaveCount(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(rows).toHaveCount(100);
  await expect(page.locator(".map-list-handle")).toContainText("the 100 largest below");
  const { items } = await ask(page, "/accounts?sort=trailing_revenue&limit=500");
  const placed = items.filter((row) => row.position).slice(0, 100);
  const named = await rows.locator(".map-row-name").allTextContents();
  expect(named.length).toBe(100);
  expect(named.slice(0, 20)).toEqual(placed.slice(0, 20).map((row) => row.account.name));
  if (isMobile) return;
  const { marks } = await ask(page, "/map?zoom=4");
  const pinned = new Set(marks.map((mark) => mark.account));
  const hidden = placed.find((row) => !pinned.has(row.account.id));
  await rows.filter({ hasText: hidden.account.name }).first().hover();
  await expect(page.locator("article.map-card").getByRole("link")).toHaveText(hidden.account.name);
});

test("rows asked for before the map is there stay when it comes", async ({ page, isMobile }) => {
  let release;
  const pressed = new Promise((resolve) => (release = resolve));
  await page.route("**/vendor/maplibre-gl-*/maplibre-gl.mjs", async (route) => {
    await pressed;
    await route.continue();
  });
  await signInAs(page, "leadership", "/map");
  const rows = page.locator(".map-rows li");
  await expect(rows).toHaveCount(50);
  if (isMobile) await page.locator(".map-list-handle").click();
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(rows).toHaveCount(100);
  await expect(page.locator(".map-loading")).toHaveCount(1);
  release();
  const asked = page.waitForResponse((response) => /\/map\?.*west=/.test(response.url()));
  await expect(page.locator(".map-loading")).toHaveCount(0);
  expect((await asked).url()).toContain("limit=100");
  await expect(page.locator(".map-list-body")).toHaveAttribute("aria-busy", "false");
  await expect(rows).toHaveCount(100);
});

test("the map follows the system between dark and light while it is open", async ({ page }) => {
  await signInAs(page, "rep", "/map");
  await accountsInView(page);
  await expect(page.locator(".map-loading")).toHaveCount(0);
  await expect.poll(() => brightness(page)).toBeLessThan(90);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => brightness(page)).toBeGreaterThan(165);
});

// Opens the map as it is drawn without WebGL. What is given tells degrees north, degrees east and zoom of the address.
async function openSvgMap(page) {
  await withoutWebGl(page);
  await signInAs(page, "leadership", "/map");
  await expect.poll(() => page.locator(".map-svg-states path").count()).toBeGreaterThan(48);
  return () => new URL(page.url()).searchParams.get("at")?.split(",").map(Number);
}

async function withoutWebGl(page) {
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind.startsWith("webgl") ? null : original.call(this, kind, ...rest);
    };
  });
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

// Draws a bulging seven-sided shape around the middle of the map, with a finger where there is one.
async function drawAround(page, isMobile) {
  await page.getByRole("button", { name: "Draw area" }).click();
  const sheet = await page.locator(".map-lasso").boundingBox();
  const middle = [sheet.x + sheet.width / 2, sheet.y + sheet.height * 0.42];
  const radius = Math.min(sheet.width, sheet.height) * 0.22;
  const way = [];
  for (let step = 0; step <= 70; step += 1) {
    const angle = (step / 70) * 2 * Math.PI;
    const reach = radius * (1 + 0.25 * Math.cos(7 * angle));
    way.push({ x: Math.round(middle[0] + reach * Math.cos(angle)), y: Math.round(middle[1] + reach * Math.sin(angle)) });
  }
  if (isMobile) {
    const browser = await page.context().newCDPSession(page);
    const touch = (type, points) => browser.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    await touch("touchStart", [way[0]]);
    for (const point of way.slice(1)) await touch("touchMove", [point]);
    await touch("touchEnd", []);
  } else {
    await page.mouse.move(way[0].x, way[0].y);
    await page.mouse.down();
    for (const point of way.slice(1)) await page.mouse.move(point.x, point.y);
    await page.mouse.up();
  }
  await expect(page).toHaveURL(/area=/);
  await expect(page.locator(".map-lasso")).toHaveCount(0);
}

function areaText(page) {
  return encodeURIComponent(new URL(page.url()).searchParams.get("area"));
}

// Corners of the address as [longitude, latitude].
function areaOf(page) {
  return new URL(page.url()).searchParams.get("area").split(",").map((corner) => corner.split(" ").map(Number));
}

// Every account with its place. Close by all have pins of their own, unless forty share one place.
async function pins(page) {
  const { marks } = await ask(page, "/map?zoom=22");
  expect(marks.filter((mark) => mark.account === undefined)).toEqual([]);
  return marks;
}

// Whether a ray to the east crosses the line an odd number of times.
function encloses(corners, { longitude, latitude }) {
  let isInside = false;
  for (const [place, [x, y]] of corners.entries()) {
    const [beforeX, beforeY] = corners.at(place - 1);
    if (y > latitude === beforeY > latitude) continue;
    if (longitude < x + ((latitude - y) / (beforeY - y)) * (beforeX - x)) isInside = !isInside;
  }
  return isInside;
}

// By the haversine formula, on a globe of 6,371 km.
function distanceKm(from, to) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const half = (left, right) => Math.sin(radians(right - left) / 2) ** 2;
  const across = Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude));
  return 2 * 6371.0088 * Math.asin(Math.sqrt(half(from.latitude, to.latitude) + across * half(from.longitude, to.longitude)));
}

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

// How many accounts the list says are in view, once the answer is there.
async function accountsInView(page) {
  const handle = page.locator(".map-list-handle");
  await expect(page.locator(".map-list-body")).toHaveAttribute("aria-busy", "false");
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
