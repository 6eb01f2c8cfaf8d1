// How long the browser takes from a key, click or touch to the next paint, with ten thousand rows and pins: what it
// reports itself (event timing), on a phone with a slow processor and on a laptop.
import { ACCOUNTS } from "./book.mjs";
import { load, median, rank, table } from "./table.mjs";

// Events that took less than this are not reported; an interaction without a report counts as this.
const REPORTED_FROM_MS = 16;
// Pause after each interaction: people look at what they did, and the answer of the server is drawn.
const LOOKING_MS = 350;
const BAR_MS = 200;

const PHONE = { name: "phone, processor four times slower", size: { width: 390, height: 844 }, slower: 4 };
const LAPTOP = { name: "laptop", size: { width: 1440, height: 900 }, slower: 1 };

// Keeps, for every interaction, the longest of its events (a click is three of them) and what the app itself took of
// it: the time until its handlers were through.
const watchEvents = () => {
  globalThis.interactionTimes = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration, startTime, processingEnd } of list.getEntries()) {
      const before = globalThis.interactionTimes.get(interactionId) ?? { painted: 0, handled: 0 };
      const painted = Math.max(before.painted, duration);
      const handled = Math.max(before.handled, processingEnd - startTime);
      if (interactionId > 0) globalThis.interactionTimes.set(interactionId, { painted, handled });
    }
  }).observe({ type: "event", durationThreshold: 16 });
};

// Keeps the time between the pictures of an animation or of scrolling.
const watchFrames = () => {
  globalThis.frameTimes = [];
  let before = performance.now();
  const note = (now) => {
    globalThis.frameTimes.push(now - before);
    before = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
};

class Bench {
  constructor(page, address, isPhone) {
    Object.assign(this, { page, address, isPhone, rows: [] });
  }

  async open(path, seen) {
    await this.page.goto(this.address + path);
    await this.page.locator(seen).filter({ visible: true }).first().waitFor();
    await this.page.waitForTimeout(2_000);
    await this.page.evaluate(watchEvents);
  }

  // Times `act` so many times; with `back` each time is undone untimed.
  async time(name, times, act, back = async () => {}) {
    const taken = [];
    for (let time = 0; time < times; time += 1) {
      await this.page.evaluate(() => globalThis.interactionTimes.clear());
      await act(time);
      await this.page.waitForTimeout(LOOKING_MS);
      const reported = await this.page.evaluate(() => [...globalThis.interactionTimes.values()]);
      taken.push(...(reported.length > 0 ? reported : [{ painted: REPORTED_FROM_MS, handled: 0 }]));
      await back(time);
    }
    const handled = Math.max(...taken.map((interaction) => interaction.handled));
    this.note(name, taken.map((interaction) => interaction.painted), handled.toFixed(0));
  }

  // The longest time between two pictures while something moves.
  async watch(name, act) {
    await this.page.evaluate(watchFrames);
    await act();
    await this.page.waitForTimeout(LOOKING_MS);
    this.note(`${name} (between pictures)`, await this.page.evaluate(() => globalThis.frameTimes));
  }

  note(name, taken, handled = "") {
    const most = Math.max(...taken);
    const figures = [median(taken), rank(taken, 0.98), most].map((figure) => figure.toFixed(0));
    this.rows.push([name, taken.length, ...figures, handled, most <= BAR_MS ? "" : `over ${BAR_MS}`]);
  }
}

async function accountList(bench) {
  const { page, isPhone } = bench;
  const row = isPhone ? "main a.account-card, main [role=listitem] a, main tbody tr:not(.spacer)" : "main tbody tr:not(.spacer)";
  await bench.open("/accounts", row);
  if (isPhone) {
    const order = page.locator("main select").first();
    await bench.time("list: sort", 12, async (time) => {
      await order.focus();
      await page.keyboard.press(time % 2 === 0 ? "ArrowDown" : "ArrowUp");
    });
  } else {
    const heads = page.locator("main thead button.sort");
    const number = await heads.count();
    await bench.time("list: sort", 14, (time) => heads.nth(time % number).click());
  }
  await page.locator("main h1").click();
  await bench.time("list: a page down", 30, () => page.keyboard.press("PageDown"));
  await bench.watch("list: scroll through ten thousand rows", async () => {
    for (let step = 0; step < 60; step += 1) {
      await page.mouse.wheel(0, 1_500);
      await page.waitForTimeout(30);
    }
  });
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(LOOKING_MS);
  const card = page.locator("main button.segment-card");
  await bench.time("list: narrow to a segment", 10, (time) => card.nth(time % 2).click());
  const search = page.locator("main input[type=search]").first();
  await search.click();
  await bench.time("list: type in the search", 22, (time) => page.keyboard.press("customer 42"[time % 11]));
  await bench.open("/accounts", row);
  const link = page.locator('main a[href*="/accounts/a_"]').filter({ visible: true });
  await bench.time(
    "list: open an account",
    8,
    async (time) => {
      await link.nth(time).click();
      await page.locator(".brief-sentence").waitFor();
    },
    async () => {
      await page.goBack();
      await link.first().waitFor();
      await page.waitForTimeout(LOOKING_MS);
    },
  );
}

// Drags with the pointer from one place of an area to another, both in parts of its size.
async function drag(page, area, way) {
  const places = way.map(([x, y]) => [area.x + area.width * x, area.y + area.height * y]);
  await page.mouse.move(...places[0]);
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(...place, { steps: 6 });
  await page.mouse.up();
}

async function map(bench) {
  const { page, isPhone } = bench;
  await bench.open("/map", "canvas.maplibregl-canvas");
  const area = await page.locator("canvas.maplibregl-canvas").boundingBox();
  await bench.time("map: pan", 12, (time) => drag(page, area, time % 2 === 0 ? [[0.5, 0.4], [0.3, 0.5]] : [[0.3, 0.5], [0.5, 0.4]]));
  await bench.watch("map: pan", () => drag(page, area, [[0.5, 0.4], [0.3, 0.5], [0.6, 0.3], [0.4, 0.5]]));
  await bench.time("map: zoom", 12, (time) =>
    page.getByRole("button", { name: time % 4 < 2 ? "Zoom in" : "Zoom out" }).click());
  await bench.time("map: click on pins", 16, (time) =>
    page.mouse.click(area.x + area.width * (0.3 + 0.03 * time), area.y + area.height * (0.35 + 0.01 * time)));
  await bench.open("/map", "canvas.maplibregl-canvas");
  if (isPhone) await bench.time("map: open the filters", 1, () => page.locator(".map-filters summary.button").click());
  const segments = page.locator(".map-filters button.chip");
  await bench.time("map: narrow to a segment", 10, (time) => segments.nth(time % 2).click());
  await bench.open("/map", "canvas.maplibregl-canvas");
  await bench.time(
    "map: draw an area",
    6,
    async () => {
      await page.getByRole("button", { name: "Draw area" }).click();
      await drag(page, area, [[0.25, 0.3], [0.7, 0.3], [0.7, 0.55], [0.25, 0.55], [0.26, 0.32]]);
    },
    async () => {
      await page.getByRole("button", { name: "Clear area" }).click();
      await page.waitForTimeout(LOOKING_MS);
    },
  );
}

async function everywhere(bench) {
  const { page } = bench;
  await bench.open("/dashboard", "main .panel svg");
  await bench.time("palette: open", 10, () => page.keyboard.press("Control+k"), () => page.keyboard.press("Escape"));
  await page.keyboard.press("Control+k");
  await bench.time("palette: type", 16, (time) => page.keyboard.press("customer 4242 ac"[time]));
  await page.keyboard.press("Escape");
  await bench.time("theme: change", 9, () => page.getByRole("button", { name: /^Theme/ }).click());
  const period = page.locator("header .period-picker button, header button").filter({ hasText: /days|Year|to date/ }).first();
  await bench.time("dashboard: open the periods", 6, () => period.click(), () => page.keyboard.press("Escape"));
  await bench.time("dashboard: choose a period", 8, async (time) => {
    await period.click();
    await page.getByRole("button", { name: time % 2 === 0 ? /30 days/ : /90 days/ }).last().click();
  });
}

async function measure(context, server, { name, size, slower }) {
  const page = await context.newPage();
  await page.setViewportSize(size);
  const browser = await context.newCDPSession(page);
  await browser.send("Emulation.setCPUThrottlingRate", { rate: slower });
  const bench = new Bench(page, server.address, slower > 1);
  try {
    for (const part of [accountList, map, everywhere]) await part(bench);
  } finally {
    // Also when a step fails: what was measured until then says where to look.
    const title = `From a key, click or touch to the next paint, ${ACCOUNTS} accounts, ${name}, milliseconds, ${load()}`;
    table(title, ["interaction", "events", "median", "p98", "most", "most until handled", ""], bench.rows);
    await page.close();
  }
}

export async function interactionTables(context, server) {
  for (const profile of [PHONE, LAPTOP]) await measure(context, server, profile);
}
