// Shrinks every part of the app in a folder, as `wasm-opt -Oz` would, in one process: there are hundreds of parts, and
// starting the optimiser takes longer than most of them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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
for (const name of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) {
  const path = join(folder, name);
  const part = binaryen.readBinary(readFileSync(path));
  part.setFeatures(FEATURES);
  part.optimize();
  writeFileSync(path, part.emitBinary());
  part.dispose();
}
