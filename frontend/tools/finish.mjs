// After Trunk and `split.mjs`: joins the style sheets into one, writes the service worker with the list of the app's
// files, and a brotli and a gzip twin beside every file that shrinks.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const SHRINKING = new Set([".css", ".geojson", ".html", ".js", ".json", ".mjs", ".parts", ".svg", ".txt", ".wasm", ".webmanifest"]);

// One request instead of two dozen, in the sequence of the page.
function joinStyles() {
  const page = join(dist, "index.html");
  const html = readFileSync(page, "utf8");
  const links = [...html.matchAll(/<link rel="stylesheet" href="\/([^"]+\.css)"[^>]*>/g)];
  const text = links.map(([, name]) => readFileSync(join(dist, name), "utf8")).join("\n");
  const name = `app-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.css`;
  const digest = createHash("sha384").update(text).digest("base64");
  writeFileSync(join(dist, name), text);
  const [first, ...rest] = links.map(([link]) => link);
  const joined = rest
    .reduce((page, link) => page.replace(link, ""), html)
    .replace(first, `<link rel="stylesheet" href="/${name}" integrity="sha384-${digest}">`);
  writeFileSync(page, joined);
  for (const [, style] of links) rmSync(join(dist, style));
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function squeeze(path) {
  const bytes = readFileSync(path);
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  if (brotli.length >= bytes.length) return;
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

// The worker keeps every file whose name changes with its content; the map's folder comes when a map is opened.
function writeServiceWorker() {
  const source = join(dirname(fileURLToPath(import.meta.url)), "..", "worker", "sw.js");
  const hashed = readdirSync(dist).filter((name) => /\.(?:css|js|parts|svg|wasm)$/.test(name)).sort();
  const paths = [...hashed.map((name) => `/${name}`), "/manifest.webmanifest", "/icons/icon-192.png"];
  const hash = createHash("sha256").update(readFileSync(join(dist, "index.html")));
  for (const path of paths) hash.update(path).update(readFileSync(join(dist, path)));
  const text = readFileSync(source, "utf8")
    .replace('"@@VERSION@@"', JSON.stringify(hash.digest("hex").slice(0, 16)))
    .replace('["@@FILES@@"]', JSON.stringify(paths));
  writeFileSync(join(dist, "sw.js"), text);
}

joinStyles();
writeServiceWorker();
for (const path of filesBelow(dist)) {
  if (SHRINKING.has(extname(path)) && statSync(path).size > 0) squeeze(path);
}
