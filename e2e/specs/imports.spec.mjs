import { expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("an admin sees past imports and where to start one, readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "admin", "/imports");
  await expectGoodScreen(page, testInfo, "imports");
});
