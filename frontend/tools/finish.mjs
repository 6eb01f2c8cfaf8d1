// After Trunk: moves its inline start script into a file, so that the content security policy can forbid
// inline scripts, joins the style sheets into one, writes the service worker with the list of the app's files, and a brotli and a gzip twin beside
// every file that shrinks.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const SHRINKING = new Set([".css", ".geojson", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"]);

function moveInlineScripts() {
  const page = join(dist, "index.html");
  const html = readFileSync(page, "utf8").replace(
    /<script type="module"[^>]*>([\s\S]*?)<\/script>/g,
    (whole, body) => {
      if (body.trim() === "") return whole;
      const text = `${body.trim()}\n`;
      const name = `start-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.js`;
      writeFileSync(join(dist, name), text);
      return `<script type="module" src="/${name}"></script>`;
    },
  );
  writeFileSync(page, html);
}

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
  const own = readdirSync(dist).filter((name) => /\.(?:css|js|wasm|svg)$/.test(name)).map((name) => join(dist, name));
  const imported = existsSync(join(dist, "snippets")) ? filesBelow(join(dist, "snippets")) : [];
  const hashed = [...own, ...imported].map((path) => `/${relative(dist, path).split(sep).join("/")}`).sort();
  const paths = [...hashed, "/manifest.webmanifest", "/icons/icon-192.png"];
  const hash = createHash("sha256").update(readFileSync(join(dist, "index.html")));
  for (const path of paths) hash.update(path).update(readFileSync(join(dist, path)));
  const text = readFileSync(source, "utf8")
    .replace('"@@VERSION@@"', JSON.stringify(hash.digest("hex").slice(0, 16)))
    .replace('["@@FILES@@"]', JSON.stringify(paths));
  writeFileSync(join(dist, "sw.js"), text);
}

moveInlineScripts();
joinStyles();
writeServiceWorker();
for (const path of filesBelow(dist)) {
  if (SHRINKING.has(extname(path)) && statSync(path).size > 0) squeeze(path);
}
