// After Trunk: moves its inline start script into a file, so that the content security policy can forbid
// inline scripts, and writes a brotli and a gzip twin beside every file that shrinks.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
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

moveInlineScripts();
for (const path of filesBelow(dist)) {
  if (SHRINKING.has(extname(path)) && statSync(path).size > 0) squeeze(path);
}
