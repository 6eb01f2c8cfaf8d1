// Shrinks every part of the app in a folder, as `wasm-opt -Oz` would, in one process: there are hundreds of parts, and
// starting the optimiser takes longer than most of them. What the entry and its bindings do not take from each other
// goes, and the rest gets short names.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shortened, takenFrom, withoutStreams } from "./bindings.mjs";

const APP = "bellwether-frontend";
// What the parts take from the entry whatever they import.
const SHARED = ["memory", "__indirect_function_table", "__wasm_split_shared0"];

// It warns of names in every part, which it then leaves out. What goes wrong is thrown.
console.warn = console.error = () => {};
const { default: binaryen } = await import("binaryen");

// What it may use. Never all it knows: it would then write imports that browsers refuse.
const { Features } = binaryen;
const FEATURES =
  Features.BulkMemory | Features.BulkMemoryOpt | Features.ReferenceTypes | Features.NontrappingFPToInt |
  Features.SignExt | Features.MutableGlobals | Features.Multivalue;

// As far as it can, and for size before speed: "z".
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);

const folder = process.argv[2];
const entry = `${APP}_bg.wasm`;
const script = join(folder, `${APP}.js`);
const bindings = withoutStreams(readFileSync(script, "utf8"));
const parts = readdirSync(folder).filter((name) => name.endsWith(".wasm"));
const imports = (name) => WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(folder, name))));
const takenByParts = parts.filter((name) => name !== entry).flatMap(imports).map(({ name }) => name);
const taken = new Set([...takenFrom(bindings), ...SHARED, ...takenByParts]);

// Without exports that nobody takes: what only they need goes with them.
function withdraw(part, bytes) {
  const exports = WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name);
  for (const name of exports.filter((name) => !taken.has(name))) part.removeExport(name);
}

for (const name of parts) {
  const path = join(folder, name);
  const bytes = readFileSync(path);
  const part = binaryen.readBinary(bytes);
  part.setFeatures(FEATURES);
  if (name === entry) withdraw(part, bytes);
  part.optimize();
  writeFileSync(path, part.emitBinary());
  part.dispose();
}

const short = shortened(bindings, readFileSync(join(folder, entry)), `./${entry.replace(".wasm", ".js")}`);
writeFileSync(join(folder, entry), short.wasm);
writeFileSync(script, short.bindings);
