import { expect, expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("a rep sees the own accounts on a map that needs no network", async ({ page }, testInfo) => {
  await signInAs(page, "rep", "/map");
  await expect(page.locator("canvas.maplibregl-canvas")).toBeVisible();
  await expectGoodScreen(page, testInfo, "map");
});

test("the map's library is loaded by the map alone", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await signInAs(page, "rep", "/accounts");
  await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
  expect(asked.filter((path) => path.includes("maplibre"))).toEqual([]);
});
