import { expectGoodScreen, signInAs, test } from "../rig/test.mjs";

test("a manager sees what sells, full and readable in both themes", async ({ page }, testInfo) => {
  await signInAs(page, "manager", "/products");
  await expectGoodScreen(page, testInfo, "products");
});
