// The `test` of every spec: a page that knows the server, and that fails the test when the app itself complains.
import { test as base, expect } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const screens = fileURLToPath(new URL("../results/screens", import.meta.url));

export { expect };

export const test = base.extend({
  baseURL: async ({}, use) => {
    await use(process.env.BELLWETHER_ADDRESS);
  },

  // Status codes a spec provokes on purpose; the browser logs each as an error.
  expectedStatuses: [[401], { option: true }],

  complaints: [
    async ({ page, expectedStatuses }, use) => {
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() !== "error") return;
        const status = /status of (\d+)/.exec(message.text())?.[1];
        if (status !== undefined && expectedStatuses.includes(Number(status))) return;
        complaints.push(`console: ${message.text()} (${message.location().url})`);
      });
      page.on("request", (request) => {
        const host = new URL(request.url()).hostname;
        if (request.url().startsWith("http") && host !== "localhost") complaints.push(`left the machine: ${request.url()}`);
      });
      await use(complaints);
      expect(complaints, "the browser must have nothing to complain about").toEqual([]);
    },
    { auto: true },
  ],
});

// The demo's sign-in for a role: { role, email, password }.
export function signInOf(role) {
  const found = JSON.parse(process.env.BELLWETHER_SIGN_INS).find((entry) => entry.role === role);
  if (found === undefined) throw new Error(`the demo has no sign-in for ${role}`);
  return found;
}

// Fills in and sends the form; the caller says what must be seen afterwards.
export async function fillSignIn(page, { email, password }) {
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: /^sign in$/i }).click();
}

// Through the form and past it.
export async function signInByForm(page, role) {
  await page.goto("/");
  await fillSignIn(page, signInOf(role));
  await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
}

const sessions = new Map();

// Signed in at `path`. A role goes through the form once per worker and shares that session, so that a hundred
// tests are not a hundred sign-ins to the server's throttle; a test that signs out uses `signInByForm`.
export async function signInAs(page, role, path = "/") {
  if (sessions.has(role)) {
    await page.context().addCookies(sessions.get(role));
  } else {
    await signInByForm(page, role);
    sessions.set(role, await page.context().cookies());
  }
  await page.goto(path);
}

// Saves results/screens/<name>-<size>-<theme>.png for people to look at.
export async function screenshot(page, testInfo, name, theme = "dark") {
  mkdirSync(screens, { recursive: true });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.screenshot({ path: join(screens, `${name}-${testInfo.project.name}-${theme}.png`), animations: "disabled" });
}

// WCAG 2.2 AA by axe; a map's canvas is opaque to it and has its list as a twin.
export async function expectAccessible(page) {
  const report = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .exclude("canvas")
    .analyze();
  const found = report.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target.join(" ")} - ${rule.help}`),
  );
  expect(found).toEqual([]);
}

// Nothing may be wider than the screen: a phone must never scroll sideways.
export async function expectNoSidewaysScroll(page) {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content).toBeLessThanOrEqual(screen);
}

// What every screen owes its reader, in both themes: it arrives, fits, is accessible; and a picture to look at.
export async function expectGoodScreen(page, testInfo, name) {
  await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  for (const theme of ["dark", "light"]) {
    await screenshot(page, testInfo, name, theme);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
}
