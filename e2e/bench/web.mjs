// Measures the app as people meet it: Lighthouse's phone on slow 4G, the second visit from cache, and how long the
// browser takes from a key or click to the next paint with ten thousand rows and pins. Prints tables.
import { chromium } from "@playwright/test";
import lighthouse from "lighthouse";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../rig/server.mjs";
import { ACCOUNTS, fill } from "./book.mjs";

const PORT = 9333;
const RUNS = 3;
// Lighthouse's phone: 150 ms there and back, 1.6 Mbit/s, a processor four times slower.
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const SLOWER_PROCESSOR = 4;
const PHONE = { width: 390, height: 844 };

const median = (numbers) => numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
const rank = (numbers, part) => numbers.toSorted((left, right) => left - right)[Math.ceil(numbers.length * part) - 1];

function table(head, rows) {
  console.log(`| ${head.join(" | ")} |\n|${head.map(() => "---").join("|")}|`);
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
  console.log();
}

async function openBrowser(folder) {
  return chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    viewport: PHONE,
    args: [
      "--no-sandbox",
      `--remote-debugging-port=${PORT}`,
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--ignore-gpu-blocklist",
    ],
  });
}

async function signIn(context, server, { email, password }) {
  const page = await context.newPage();
  await page.goto(`${server.address}/`);
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: /^sign in$/i }).click();
  await page.getByRole("navigation", { name: "Main" }).first().waitFor({ state: "attached" });
  return page;
}

// One Lighthouse run with an empty cache, signed in.
async function visit(address) {
  const flags = { port: PORT, onlyCategories: ["performance", "accessibility"], logLevel: "error" };
  const { lhr } = await lighthouse(address, flags);
  const figure = (audit) => lhr.audits[audit].numericValue ?? Number.NaN;
  return {
    score: lhr.categories.performance.score * 100,
    accessibility: lhr.categories.accessibility.score * 100,
    first: figure("first-contentful-paint"),
    largest: figure("largest-contentful-paint"),
    blocked: figure("total-blocking-time"),
    shift: figure("cumulative-layout-shift"),
    bytes: figure("total-byte-weight"),
  };
}

async function lighthouseTable(server, pages) {
  const rows = [];
  for (const [name, path] of pages) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await visit(`${server.address}${path}`));
    const of = (key) => median(runs.map((run) => run[key]));
    const seconds = (key) => (of(key) / 1000).toFixed(2);
    rows.push([
      name, of("score").toFixed(0), of("accessibility").toFixed(0), seconds("first"), seconds("largest"),
      of("blocked").toFixed(0), of("shift").toFixed(3), (of("bytes") / 1000).toFixed(0),
    ]);
  }
  console.log(`\nLighthouse, phone on slow 4G, median of ${RUNS}\n`);
  table(["page", "performance", "accessibility", "FCP s", "LCP s", "TBT ms", "CLS", "kB"], rows);
}

// From the address to the words a rep reads before a call, with everything new and once more.
async function briefTable(context, server, account) {
  const times = { first: [], again: [] };
  for (let run = 0; run < RUNS; run += 1) {
    const page = await context.newPage();
    const browser = await context.newCDPSession(page);
    await browser.send("Network.enable");
    await browser.send("Network.clearBrowserCache");
    await browser.send("Storage.clearDataForOrigin", { origin: server.address, storageTypes: "cache_storage,service_workers" });
    await browser.send("Network.emulateNetworkConditions", SLOW);
    await browser.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_PROCESSOR });
    for (const visit of ["first", "again"]) {
      await page.goto("about:blank");
      const start = Date.now();
      await page.goto(`${server.address}/accounts/${account}`, { waitUntil: "commit" });
      await page.locator(".brief-sentence").waitFor();
      times[visit].push(Date.now() - start);
    }
    await page.close();
  }
  console.log("Account brief readable on the same phone, milliseconds\n");
  table(["first visit", "second visit"], [[median(times.first), median(times.again)]]);
}

// Everything done from here on is timed by the browser.
const watchEvents = () => {
  globalThis.eventTimes = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId > 0) globalThis.eventTimes.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: false });
};

async function interactions(page, times, act) {
  await page.evaluate(watchEvents);
  for (let time = 0; time < times; time += 1) {
    await act(time);
    await page.waitForTimeout(250);
  }
  const slow = await page.evaluate(() => globalThis.eventTimes);
  // Events under 16 ms are not reported: they count as 16.
  const all = [...slow, ...Array(Math.max(0, times - slow.length)).fill(16)];
  return [times, median(all).toFixed(0), rank(all, 0.98).toFixed(0), Math.max(...all).toFixed(0)];
}

async function interactionTable(context, server) {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  const rows = [];
  const measure = async (name, times, act) => rows.push([name, ...(await interactions(page, times, act))]);
  await page.goto(`${server.address}/accounts`);
  await page.locator("main tbody tr:not(.spacer)").first().waitFor();
  const heads = page.locator("main thead button");
  const sorts = await heads.count();
  await measure("sort the list", 20, (time) => heads.nth(time % sorts).click());
  await measure("scroll the list by keys", 40, () => page.keyboard.press("PageDown"));
  const search = page.getByRole("searchbox").first();
  await search.click();
  await measure("search in the list", 20, (time) => page.keyboard.type("customer 42"[time % 11]));
  await page.goto(`${server.address}/map`);
  await page.locator("canvas, main svg[role]").first().waitFor();
  await page.waitForTimeout(3_000);
  await measure("zoom the map", 12, (time) => page.keyboard.press(time < 6 ? "+" : "-"));
  const box = await page.locator("canvas").first().boundingBox();
  await measure("click on the map", 20, (time) =>
    page.mouse.click(box.x + box.width * (0.3 + 0.02 * time), box.y + box.height * (0.4 + 0.01 * time)));
  await page.keyboard.press("Escape");
  await measure("open the search palette", 10, async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Escape");
  });
  console.log(`From a key or click to the next paint, ${ACCOUNTS} accounts, laptop, milliseconds\n`);
  table(["interaction", "times", "median", "p98", "most"], rows);
}

const profile = mkdtempSync(join(tmpdir(), "bellwether-profile-"));
const server = await startServer("serve", "web-bench");
try {
  const book = await fill(server);
  const context = await openBrowser(profile);
  await signIn(context, server, book.signIn);
  await lighthouseTable(server, [
    ["dashboard", "/dashboard"],
    ["accounts", "/accounts"],
    ["account", `/accounts/${book.account}`],
    ["for you", "/for-you"],
    ["map", "/map"],
    ["products", "/products"],
  ]);
  await briefTable(context, server, book.account);
  await interactionTable(context, server);
  await context.close();
} finally {
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
