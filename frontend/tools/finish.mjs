// After Trunk and `split.mjs`: writes the service worker with the list of the app's files, and a brotli and a gzip twin
// beside every file that shrinks.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const SHRINKING = new Set([".css", ".geojson", ".html", ".js", ".json", ".mjs", ".parts", ".svg", ".txt", ".wasm", ".webmanifest"]);

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

writeServiceWorker();
for (const path of filesBelow(dist)) {
  if (SHRINKING.has(extname(path)) && statSync(path).size > 0) squeeze(path);
}
