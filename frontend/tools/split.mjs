// After the splitter: names the parts of the app after their content and puts them where Trunk put the undivided
// one, in the folder and in the page. All parts carry one hash, because none works with another build's. Small parts
// travel together: on a slow connection a request costs more than they do.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const APP = "bellwether-frontend";
const LOADER = "__wasm_split.js";
const BUNDLE = "shared.wasm";
// Larger parts, in bytes, travel alone.
const MOST_BUNDLED = 20_000;
// The chunk (`frontend/src/lazy/chunks.rs`) of each page, by the first word of its address; with a slash that of a
// record of it.
const CHUNKS = {
  "for-you": "today", orders: "today", weekly: "today",
  accounts: "accounts", "accounts/": "account", products: "accounts", invoices: "accounts", trip: "accounts",
  map: "map", accuracy: "engine", rules: "engine",
  imports: "upkeep", settings: "upkeep", targets: "upkeep", notifications: "upkeep",
};
// What the loader gets to fetch a part that lies in the bundle.
const FROM_BUNDLE = `
let bundle;
function fetchBundle() {
    bundle ??= fetch(new URL("./${BUNDLE}", import.meta.url)).then((answer) => {
        if (!answer.ok) throw new Error(\`the parts of the page: \${answer.status}\`);
        return answer.arrayBuffer();
    });
    bundle.catch(() => { bundle = undefined; });
    return bundle;
}
function fromBundle(start, length) {
    const bytes = fetchBundle();
    bytes.catch(() => {});
    return async (imports) => WebAssembly.instantiate(new Uint8Array(await bytes, start, length), imports);
}
`;

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const parts = process.argv[2];

let names = readdirSync(parts).filter((name) => /\.(?:js|wasm)$/.test(name)).sort();
const content = new Map(names.map((name) => [name, readFileSync(join(parts, name))]));
bundleSmallParts();
const hash = names
  .reduce((sum, name) => sum.update(name).update(content.get(name)), createHash("sha256"))
  .digest("hex")
  .slice(0, 16);

function bundleSmallParts() {
  const small = names.filter((name) => name.startsWith("chunk_") && content.get(name).length < MOST_BUNDLED);
  let loader = content.get(LOADER).toString("utf8");
  let start = 0;
  for (const name of small) {
    const { length } = content.get(name);
    const alone = new RegExp(
      `const src = fetch\\(new URL\\("\\./${name.replace(".", "\\.")}", import\\.meta\\.url\\)\\);` +
        `\\s*src\\.catch\\(\\(\\) => \\{\\}\\);\\s*return async[^;]*;`,
    );
    if (!alone.test(loader)) throw new Error(`the loader fetches ${name} in a way that is not known here`);
    loader = loader.replace(alone, `return fromBundle(${start}, ${length});`);
    start += length;
  }
  content.set(BUNDLE, Buffer.concat(small.map((name) => content.get(name))));
  content.set(LOADER, Buffer.from(loader + FROM_BUNDLE));
  for (const name of small) content.delete(name);
  names = [...content.keys()].sort();
}

// The files of a chunk as the loader knows them: its own, and what it has in common with others.
function filesOf(chunk) {
  const loader = content.get(LOADER).toString("utf8");
  const load = new RegExp(`__wasm_split_load_${chunk} = [\\s\\S]*?, \\[([^\\]]*)\\]\\)`).exec(loader);
  if (load === null) throw new Error(`the loader knows no chunk ${chunk}; see CHUNKS`);
  const shared = load[1].match(/chunk_\d+/g)?.map((name) => `${name}.wasm`) ?? [];
  return [BUNDLE, ...shared.filter((name) => content.has(name)), `split_${chunk}.wasm`];
}

function writeAhead() {
  const addresses = Object.entries(CHUNKS);
  const files = addresses.map(([page, chunk]) => [page, filesOf(chunk).map((name) => `/${hashedName(name)}`)]);
  const source = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "..", "worker", "ahead.js"), "utf8");
  const text = source.replace('{ "@@PAGES@@": ["@@PARTS@@"] }', JSON.stringify(Object.fromEntries(files)));
  writeFileSync(join(dist, `ahead-${hash}.js`), text);
}

function hashedName(name) {
  if (name.startsWith(APP)) return name.replace(APP, `${APP}-${hash}`);
  return name === LOADER ? `chunks-${hash}.js` : name.replace(/\.wasm$/, `-${hash}.wasm`);
}

// Scripts name other parts only as "./name"; the key by which the entry looks its imports up must stay.
function renamed(script) {
  return names.reduce((text, name) => {
    const pattern = new RegExp(`((?:from |URL\\()["'])\\./${name.replaceAll(".", "\\.")}(["'])`, "g");
    return text.replace(pattern, `$1./${hashedName(name)}$2`);
  }, script);
}

function writePart(name) {
  const bytes = name.endsWith(".js") ? renamed(content.get(name).toString("utf8")) : content.get(name);
  writeFileSync(join(dist, hashedName(name)), bytes);
}

function preload(path) {
  const digest = createHash("sha384").update(readFileSync(join(dist, path))).digest("base64");
  const kind = path.endsWith(".js") ? 'rel="modulepreload"' : 'rel="preload" as="fetch" type="application/wasm"';
  return `<link ${kind} href="/${path}" crossorigin="anonymous" integrity="sha384-${digest}">`;
}

// Trunk's names of the undivided app, in its start script and in its preloads with their checksums.
function namePartsInPage() {
  const page = join(dist, "index.html");
  const undivided = new RegExp(`${APP}-[0-9a-f]{16}(_bg\\.wasm|\\.js)`, "g");
  const html = readFileSync(page, "utf8");
  for (const name of new Set(html.match(undivided))) rmSync(join(dist, name));
  const entry = [`${APP}.js`, LOADER, `${APP}_bg.wasm`].map((name) => preload(hashedName(name)));
  const preloads = new RegExp(`<link [^>]*href="/${APP}-[^>]*>`, "g");
  const finished = html
    .replace(preloads, "")
    .replace(undivided, `${APP}-${hash}$1`)
    .replace("</head>", `<script src="/ahead-${hash}.js" async></script>${entry.join("")}</head>`);
  writeFileSync(page, finished);
}

for (const name of names) writePart(name);
writeAhead();
if (existsSync(join(parts, "snippets"))) cpSync(join(parts, "snippets"), join(dist, "snippets"), { recursive: true });
namePartsInPage();
