import { lineTo } from "../rig/line.mjs";
import { ask, test as base, expect, expectArrived, signInByForm, signInOf } from "../rig/test.mjs";

const test = base.extend({
  line: async ({}, use) => {
    const line = await lineTo(process.env.BELLWETHER_ADDRESS);
    await use(line);
    await line.close();
  },
  baseURL: async ({ line }, use) => {
    await use(line.address);
  },
});

test.use({ serviceWorkers: "allow", expectsLostConnections: true });

// What lies in the caches: names of those with private answers, and the paths in them.
const kept = (page) =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("bellwether-private-"));
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
  });

async function underWorker(page) {
  await signInByForm(page, signInOf("rep"));
  await expectArrived(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await expect.poll(() => kept(page)).toContain("/api/v1/me");
}

test("an account that was opened is read without a connection, and says how old it is", async ({ page, line }) => {
  await underWorker(page);
  const { id, name } = (await ask(page, "/accounts?limit=1")).items[0].account;
  await page.goto(`/accounts/${id}`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expectArrived(page);
  await expect.poll(() => kept(page)).toContain(`/api/v1/accounts/${id}`);
  await line.cut();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText(/Offline, as of \d{1,2}:\d{2}/)).toBeVisible();
  await line.mend();
  await page.reload();
  await expect(page.getByText("Offline, as of")).toHaveCount(0);
});

test("a call logged without a connection waits on the device and is sent when there is one", async ({ page, line }) => {
  await underWorker(page);
  const me = await ask(page, "/me");
  const { id, name } = (await ask(page, "/accounts?limit=1")).items[0].account;
  await page.goto(`/accounts/${id}`);
  await expectArrived(page);
  await expect.poll(() => kept(page)).toContain(`/api/v1/accounts/${id}`);
  await line.cut();
  const note = `They want the new price list ${Date.now()}`;
  const call = { account: id, name, kept_at: new Date().toISOString(), input: { kind: "call", note, promised: "", key: `k${Date.now()}` } };
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [`bellwether.outbox.${me.id}`, JSON.stringify([call])]);
  await page.reload();
  await expect(page.getByText("1 call is logged on this device")).toBeVisible();
  await line.mend();
  await expect(page.getByText("1 call is logged on this device")).toHaveCount(0, { timeout: 30_000 });
  const { items } = await ask(page, `/accounts/${id}/timeline?limit=50`);
  expect(items.filter((entry) => JSON.stringify(entry).includes(note))).toHaveLength(1);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("outbox")))).toEqual([]);
});

test("signing out leaves nothing of the customers on the device, nor the token for changes before", async ({ page }) => {
  await underWorker(page);
  const { id } = (await ask(page, "/accounts?limit=1")).items[0].account;
  await page.goto(`/accounts/${id}`);
  await expectArrived(page);
  await expect.poll(() => kept(page)).toContain(`/api/v1/accounts/${id}`);
  const token = await page.evaluate(async () => (await (await caches.match("/api/v1/me")).json()).csrf_token);
  expect(token).toBe("");
  await page.getByRole("button", { name: /account menu/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  expect(await kept(page)).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("outbox")))).toEqual([]);
});

test("the app can be installed: manifest, icons and worker are there", async ({ page }) => {
  const manifest = await (await page.request.get("/manifest.webmanifest")).json();
  expect(manifest).toMatchObject({ name: "Bellwether", start_url: "/", display: "standalone" });
  for (const { src, type } of manifest.icons) {
    const answer = await page.request.get(src);
    expect([answer.status(), answer.headers()["content-type"]], src).toEqual([200, type]);
  }
  const worker = await page.request.get("/sw.js");
  expect(worker.headers()["cache-control"]).toBe("no-cache");
  expect(await worker.text()).not.toContain("@@");
});
