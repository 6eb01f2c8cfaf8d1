// Two sizes, one real server, the system's Chromium.
import { defineConfig } from "@playwright/test";

const browser = {
  browserName: "chromium",
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // As root, without a GPU, and with a WebGL that the map can draw on.
    args: [
      "--no-sandbox",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--ignore-gpu-blocklist",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  },
};

// A trace tells everything and costs a third of the time: asked for with TRACE=1.
const trace = process.env.TRACE === undefined ? "off" : "retain-on-failure";

export default defineConfig({
  testDir: "specs",
  outputDir: "results/traces",
  globalSetup: "./rig/start-server.mjs",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [["list"]],
  // What a service worker answers no spec could answer otherwise: those about the worker itself allow it.
  use: { colorScheme: "dark", locale: "en-US", timezoneId: "America/Chicago", trace, serviceWorkers: "block" },
  projects: [
    { name: "laptop", use: { ...browser, viewport: { width: 1440, height: 900 } } },
    {
      name: "phone",
      use: { ...browser, viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    },
  ],
});
