// What a first visit transfers before the app is up, in brotli bytes: the page, and every file it or a file it
// loads names for loading at once. Files behind a dynamic import (the map), chunks and styles of pages do not count.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");

function weight(path) {
  const brotli = join(dist, `${path}.br`);
  return statSync(existsSync(brotli) ? brotli : join(dist, path)).size;
}

function namedBy(path) {
  const text = readFileSync(join(dist, path), "utf8");
  const names = [];
  if (path.endsWith(".html")) {
    for (const match of text.matchAll(/(?:src|href)="([^"]+)"/g)) names.push(match[1]);
  } else if (path.endsWith(".js") || path.endsWith(".mjs")) {
    for (const match of text.matchAll(/(?:import|from)\s*['"]([^'"]+)['"]/g)) names.push(match[1]);
    for (const match of text.matchAll(/module_or_path:\s*['"]([^'"]+)['"]/g)) names.push(match[1]);
  }
  return names.map((name) => (name.startsWith(".") ? posix.join("/", posix.dirname(path), name) : name));
}

const seen = new Set();
const waiting = ["/index.html"];
while (waiting.length > 0) {
  const path = waiting.pop();
  if (seen.has(path) || !path.startsWith("/") || path === "/" || !existsSync(join(dist, path))) continue;
  seen.add(path);
  waiting.push(...namedBy(path));
}

let total = 0;
for (const path of [...seen].sort()) {
  total += weight(path);
  console.log(`  ${String(weight(path)).padStart(8)}  ${path}`);
}
if (![...seen].some((path) => path.endsWith(".wasm"))) throw new Error("the page names no .wasm file");
console.log("Fetched when a page that needs it is first opened:");
for (const name of readdirSync(dist).filter((name) => /^pages-.*\.css$|\.parts$/.test(name))) {
  console.log(`  ${String(weight(`/${name}`)).padStart(8)}  /${name}`);
}
console.log(`Entry transfer: ${total} brotli bytes`);
