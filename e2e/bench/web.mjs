// Measures the app as people meet it: Lighthouse's phone on slow 4G, the second visit from cache, and how long the
// browser takes from a key or click to the next paint with ten thousand rows and pins. Prints tables.
import { chromium } from "@playwright/test";
import lighthouse from "lighthouse";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../rig/server.mjs";
import { fill } from "./book.mjs";
import { interactionTables } from "./interactions.mjs";
import { load, median, table } from "./table.mjs";

const PORT = 9333;
const RUNS = 3;
// Visits of the account's page, each with everything new and once more.
const BRIEF_RUNS = 7;
// Lighthouse's phone: 150 ms there and back, 1.6 Mbit/s, a processor four times slower.
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const SLOWER_PROCESSOR = 4;
const PHONE = { width: 390, height: 844 };

const spread = (times) => [median(times), Math.min(...times), Math.max(...times)];

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
  const title = `Lighthouse, phone on slow 4G, median of ${RUNS}, ${load()}`;
  table(title, ["page", "performance", "accessibility", "FCP s", "LCP s", "TBT ms", "CLS", "kB"], rows);
}

// From the address to the words a rep reads before a call, with everything new and once more.
async function briefTable(context, server, account) {
  const times = { first: [], again: [] };
  for (let run = 0; run < BRIEF_RUNS; run += 1) {
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
  const title = `Account brief readable on the same phone, milliseconds, ${load()}`;
  table(title, ["visit", "median", "least", "most"], [
    ["first", ...spread(times.first)],
    ["second", ...spread(times.again)],
  ]);
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
  await interactionTables(context, server);
  await context.close();
} finally {
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
