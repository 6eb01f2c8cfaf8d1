// Fetches the chunks of the app. A chunk is one file; in it lie the parts it has in common with other chunks, and its
// own part last. The file begins with how many parts there are, then number and length of each (0 is its own), as
// unsigned 32-bit numbers. A part that another chunk brought already is left where it is. `split.mjs` writes the files,
// fills in the constants and adds what the app calls for each chunk.
import { initSync } from "./bellwether-frontend.js";

// Where each chunk lies, and the chunk it is opened over, whose parts it does without.
const CHUNKS = { "@@CHUNK@@": { file: "@@FILE@@", over: "@@OVER@@" } };

// The styles of all pages: none is shown without them.
const STYLES = "@@STYLES@@";

const chunks = new Map();
const parts = new Map();
let shared;

// What parts get from the entry: memory and functions.
const imports = () => (shared ??= { __wasm_split: initSync(undefined, undefined) });

// Does it once for all who ask; what failed is tried again.
function once(done, name, start) {
  if (!done.has(name)) {
    const begun = start();
    done.set(name, begun);
    begun.catch(() => done.delete(name));
  }
  return done.get(name);
}

async function bytesOf(file) {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer.arrayBuffer();
}

function dress() {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: STYLES });
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new Error(STYLES));
    });
    document.head.append(link);
  });
}

function* partsIn(bytes) {
  const view = new DataView(bytes);
  const number = view.getUint32(0, true);
  let start = 4 + 8 * number;
  for (let place = 0; place < number; place += 1) {
    const length = view.getUint32(8 + 8 * place, true);
    yield { name: view.getUint32(4 + 8 * place, true), content: new Uint8Array(bytes, start, length) };
    start += length;
  }
}

const start = ({ content }) => WebAssembly.instantiate(content, imports());

async function add(chunk) {
  const { file, over } = CHUNKS[chunk];
  const [bytes] = await Promise.all([bytesOf(file), over && load(over), once(chunks, STYLES, dress)]);
  const found = [...partsIn(bytes)];
  const own = found.pop();
  await Promise.all(found.map((part) => once(parts, part.name, () => start(part))));
  await start(own);
}

function load(chunk) {
  return once(chunks, chunk, () => add(chunk));
}

// Loads a chunk and tells the app how it went, by calling one of its functions.
async function loadFor(chunk, callback, data) {
  let isThere = true;
  try {
    await load(chunk);
  } catch (error) {
    console.error(error);
    isThere = false;
  }
  imports().__wasm_split.__indirect_function_table.get(callback)(data, isThere);
}
