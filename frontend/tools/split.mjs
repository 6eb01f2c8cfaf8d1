// After the splitter: puts the parts of the app where Trunk put the undivided one, in the folder and in the page. Each
// chunk becomes one file (`worker/chunks.js` reads it), all scripts become one, style sheets two, and what is asked ahead
// of the app goes into the page. All parts carry one hash, because none works with another build's.
import { buildSync } from "esbuild";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { joinStyles } from "./styles.mjs";

const APP = "bellwether-frontend";
// The script of the splitter, in whose place ours goes.
const LOADER = "__wasm_split.js";
// The chunk (`frontend/src/lazy/chunks.rs`) of each page, by the first word of its address; with a slash that of a
// record of it.
const PAGES = {
  dashboard: "dashboard", "for-you": "today", weekly: "weekly", orders: "papers", invoices: "papers",
  accounts: "accounts", "accounts/": "account", products: "products", trip: "trip",
  map: "map", accuracy: "engine", rules: "engine",
  imports: "upkeep", settings: "upkeep", targets: "upkeep", notifications: "upkeep",
};
// Chunks that are only ever opened over another.
const OVER = { depth: "account", insights: "today", rows: "dashboard" };

const frontend = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(frontend, "dist");
const parts = process.argv[2];

// A script of `worker` with its constants filled in.
function filledIn(name, constants) {
  return constants.reduce((text, [pattern, value]) => {
    if (!pattern.test(text)) throw new Error(`worker/${name} has lost the constant ${pattern}`);
    return text.replace(pattern, () => JSON.stringify(value));
  }, readFileSync(join(frontend, "worker", name), "utf8"));
}

// The numbers of the parts that each chunk has in common with others, as the splitter's own loader has them.
function partsOfChunks() {
  const loader = readFileSync(join(parts, LOADER), "utf8");
  const loads = [...loader.matchAll(/__wasm_split_load_(\w+) = [\s\S]*?, \[([^\]]*)\]\)/g)];
  if (loads.length === 0) throw new Error("the splitter's loader is not written as it is known here");
  return new Map(loads.map(([, chunk, names]) => [chunk, (names.match(/\d+/g) ?? []).map(Number)]));
}

// The file of a chunk: how many parts, number and length of each, the parts.
function fileOf(chunk, numbers) {
  const contents = numbers.map((number) => readFileSync(join(parts, `chunk_${number}.wasm`)));
  contents.push(readFileSync(join(parts, `split_${chunk}.wasm`)));
  const head = Buffer.alloc(4 + 8 * contents.length);
  head.writeUInt32LE(contents.length, 0);
  contents.forEach((content, place) => {
    head.writeUInt32LE(numbers[place] ?? 0, 4 + 8 * place);
    head.writeUInt32LE(content.length, 8 + 8 * place);
  });
  return Buffer.concat([head, ...contents]);
}

function filesOfChunks() {
  const numbers = partsOfChunks();
  const left = (chunk) => {
    const brought = new Set(numbers.get(OVER[chunk]));
    return numbers.get(chunk).filter((number) => !brought.has(number));
  };
  return new Map([...numbers.keys()].map((chunk) => [chunk, fileOf(chunk, left(chunk))]));
}

function hashOf(contents) {
  const hash = contents.reduce((sum, content) => sum.update(content), createHash("sha256"));
  return hash.digest("hex").slice(0, 16);
}

function minified(input) {
  // wasm-bindgen names the same import several times, which is no harm.
  const options = { minify: true, target: "es2022", write: false, logOverride: { "duplicate-object-key": "silent" } };
  return buildSync({ ...input, ...options }).outputFiles[0].text.trim();
}

// All scripts in one: the app's bindings, the loader of its chunks, and the start.
function script(chunks, wasm, styles) {
  const places = Object.fromEntries(chunks.map(([chunk, file]) => [chunk, { file, over: OVER[chunk] }]));
  const calls = chunks.map(([chunk]) =>
    `export const __wasm_split_load_${chunk} = (callback, data) => loadFor("${chunk}", callback, data);\n`);
  const loader = filledIn("chunks.js", [[/\{ "@@CHUNK@@": \{[^}]*\} \}/, places], [/"@@STYLES@@"/, styles]]);
  writeFileSync(join(parts, LOADER), loader + calls.join(""));
  const contents = `import init from "./${APP}.js";\nawait init({ module_or_path: "${wasm}" });\n`;
  return minified({ stdin: { contents, resolveDir: parts }, bundle: true, format: "esm" });
}

function preload(path, kind) {
  const digest = createHash("sha384").update(readFileSync(join(dist, path))).digest("base64");
  return `<link ${kind} href="${path}" crossorigin="anonymous" integrity="sha384-${digest}">`;
}

// Takes Trunk's undivided app out of the page and the folder, and puts ours in.
function putIntoPage(app, wasm, ahead) {
  const page = join(dist, "index.html");
  const undivided = new RegExp(`${APP}-[0-9a-f]{16}(?:_bg\\.wasm|\\.js)`, "g");
  const html = readFileSync(page, "utf8");
  for (const name of new Set(html.match(undivided))) rmSync(join(dist, name));
  rmSync(join(dist, "snippets"), { recursive: true, force: true });
  const links = preload(app, 'rel="modulepreload"') + preload(wasm, 'rel="preload" as="fetch" type="application/wasm"');
  const finished = html
    .replace(/<script type="module"[\s\S]*?<\/script>/g, "")
    .replace(/<link rel="(?:modulepreload|preload)"[^>]*>/g, "")
    // Before the styles, for which scripts after them would wait.
    .replace("<title>", () => `<script>${ahead}</script>${links}<title>`)
    .replace("</head>", `<script type="module" src="${app}"></script></head>`);
  writeFileSync(page, finished);
}

function finish() {
  const files = filesOfChunks();
  const entry = readFileSync(join(parts, `${APP}_bg.wasm`));
  const sources = [`${APP}.js`, LOADER].map((name) => readFileSync(join(parts, name)));
  const hash = hashOf([entry, ...sources, ...files.values()]);
  const chunks = [...files.keys()].map((chunk) => [chunk, `/chunk_${chunk}-${hash}.parts`]);
  for (const [chunk, path] of chunks) writeFileSync(join(dist, path), files.get(chunk));
  const wasm = `/${APP}-${hash}_bg.wasm`;
  writeFileSync(join(dist, wasm), entry);
  const styles = joinStyles(dist);
  const text = script(chunks, wasm, styles);
  // Its own hash besides: the loader can change where the parts did not.
  const app = `/${APP}-${hashOf([text])}.js`;
  writeFileSync(join(dist, app), text);
  const place = Object.fromEntries(chunks);
  const unknown = [...Object.values(PAGES), ...Object.values(OVER)].filter((chunk) => !(chunk in place));
  if (unknown.length > 0) throw new Error(`there is no chunk ${unknown.join(", ")}`);
  const pages = Object.fromEntries(Object.entries(PAGES).map(([page, chunk]) => [page, place[chunk]]));
  const ahead = filledIn("ahead.js", [[/\{ "@@PAGE@@": "@@FILE@@" \}/, pages], [/"@@STYLES@@"/, styles]]);
  putIntoPage(app, wasm, minified({ stdin: { contents: ahead } }));
}

finish();
