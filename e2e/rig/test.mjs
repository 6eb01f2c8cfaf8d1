// The `test` of every spec: a page that knows the server, and that fails the test when the app itself complains.
import { test as base, expect } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPostgres } from "./postgres.mjs";
import { firstSignIn, startServer } from "./server.mjs";

const screens = fileURLToPath(new URL("../results/screens", import.meta.url));
const documented = fileURLToPath(new URL("../../docs/screens", import.meta.url));

export { expect };

export const test = base.extend({
  baseURL: async ({}, use) => {
    await use(process.env.BELLWETHER_ADDRESS);
  },

  // Status codes a spec provokes on purpose; the browser logs each as an error.
  expectedStatuses: [[401], { option: true }],

  // Whether a spec cuts connections on purpose, which the browser logs too.
  expectsLostConnections: [false, { option: true }],

  complaints: [
    async ({ page, expectedStatuses, expectsLostConnections }, use) => {
      const complaints = [];
      const isExpected = (text) => {
        const status = /status of (\d+)/.exec(text)?.[1];
        if (status !== undefined) return expectedStatuses.includes(Number(status));
        return expectsLostConnections && /net::ERR_|Failed to fetch/.test(text);
      };
      page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() !== "error" || isExpected(message.text())) return;
        complaints.push(`console: ${message.text()} (${message.location().url})`);
      });
      page.on("request", (request) => {
        const host = new URL(request.url()).hostname;
        if (request.url().startsWith("http") && host !== "localhost") complaints.push(`left the machine: ${request.url()}`);
      });
      await use(complaints);
      expect([...new Set(complaints)], "the browser must have nothing to complain about").toEqual([]);
    },
    { auto: true },
  ],

  // Starts new installations, each under a name of its own and on SQLite unless told otherwise; asking twice for a
  // name gives the same server. They end with the worker.
  newInstallation: [
    async ({}, use, { workerIndex }) => {
      const running = new Map();
      const ends = [];
      const start = async (name, engine) => {
        const database = engine === "postgres" ? await startPostgres() : undefined;
        if (database !== undefined) ends.push(database.stop);
        const environment = database === undefined ? {} : { DATABASE_URL: database.url };
        const server = await startServer("serve", `${name}-${workerIndex}`, environment);
        ends.push(server.stop);
        return server;
      };
      await use((name, engine = "sqlite") => {
        if (!running.has(name)) running.set(name, start(name, engine));
        return running.get(name);
      });
      for (const end of ends.reverse()) await end();
    },
    { scope: "worker", timeout: 120_000 },
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

// Through the form and past it; `address` is the demo's unless told otherwise.
export async function signInByForm(page, signIn, address = "") {
  await page.goto(`${address}/`);
  await fillSignIn(page, signIn);
  await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
}

const sessions = new Map();

// A person goes through the form once per worker and that session is shared, so that a hundred tests are not a
// hundred sign-ins to the server's throttle; a test that signs out uses `signInByForm`.
async function signInOnce(page, key, signIn, address) {
  if (sessions.has(key)) return page.context().addCookies(sessions.get(key));
  await signInByForm(page, signIn, address);
  sessions.set(key, await page.context().cookies());
}

// In the demo as a role, at `path`.
export async function signInAs(page, role, path = "/") {
  await signInOnce(page, role, signInOf(role), "");
  await page.goto(path);
}

// In a new installation as its first administrator, at `path`.
export async function signInFirst(page, server, path = "/") {
  await signInOnce(page, server.address, await firstSignIn(server), server.address);
  await page.goto(`${server.address}${path}`);
}

// What the API answers the person of this page, on the server the page is at.
export async function ask(page, path) {
  const answer = await page.request.get(new URL(`/api/v1${path}`, page.url()).href);
  expect(answer.status(), path).toBe(200);
  return answer.json();
}

// Saves results/screens/<name>-<size>-<theme>.png for people to look at; with BELLWETHER_SCREENS also in docs/screens,
// one pixel for one, to be small.
export async function screenshot(page, testInfo, name, theme = "dark") {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  const file = `${name}-${testInfo.project.name}-${theme}.png`;
  const save = (folder, scale) => {
    mkdirSync(folder, { recursive: true });
    return page.screenshot({ path: join(folder, file), animations: "disabled", scale });
  };
  await save(screens, "device");
  if (process.env.BELLWETHER_SCREENS !== undefined) await save(documented, "css");
}

// WCAG 2.2 AA by axe; a map's canvas is opaque to it and has its list as a twin.
export async function expectAccessible(page) {
  let found = await violations(page);
  // A map that came to rest may have asked again, and its list was dimmed while it was judged.
  if (found.length > 0) found = await violations(page);
  expect.soft(found).toEqual([]);
}

async function violations(page) {
  // What is asked for again is dimmed meanwhile.
  await expect(page.locator("main .is-stale")).toHaveCount(0);
  const report = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .exclude("canvas")
    .analyze();
  return report.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target.join(" ")} - ${rule.help}`),
  );
}

// Nothing may be wider than the screen: a phone must never scroll sideways.
export async function expectNoSidewaysScroll(page) {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect.soft(content, "width of the page").toBeLessThanOrEqual(screen);
}

// Everything on the page has arrived; the screen shown while the program starts has gone before.
export async function expectArrived(page) {
  await expect(page.getByText("Starting Bellwether…")).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
}

// What every screen owes its reader, in both themes: it arrives, fits, is accessible; and a picture to look at.
export async function expectGoodScreen(page, testInfo, name) {
  for (const theme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await expectArrived(page);
    await screenshot(page, testInfo, name, theme);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
}
