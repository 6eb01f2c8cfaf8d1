import { expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("leadership sees the dashboard, full and readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "leadership", "/");
  await expectGoodScreen(page, testInfo, "dashboard");
});
