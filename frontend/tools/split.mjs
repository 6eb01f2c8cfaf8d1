// After the splitter: names the parts of the app after their content and puts them where Trunk put the undivided
// one, in the folder and in the page. All parts carry one hash, because none works with another build's.
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const APP = "bellwether-frontend";
const LOADER = "__wasm_split.js";
const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const parts = process.argv[2];

const names = readdirSync(parts).filter((name) => /\.(?:js|wasm)$/.test(name)).sort();
const content = new Map(names.map((name) => [name, readFileSync(join(parts, name))]));
const hash = names
  .reduce((sum, name) => sum.update(name).update(content.get(name)), createHash("sha256"))
  .digest("hex")
  .slice(0, 16);

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
    .replace("</head>", `${entry.join("")}</head>`);
  writeFileSync(page, finished);
}

for (const name of names) writePart(name);
if (existsSync(join(parts, "snippets"))) cpSync(join(parts, "snippets"), join(dist, "snippets"), { recursive: true });
namePartsInPage();
