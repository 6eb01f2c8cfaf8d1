// What the app and its bindings call each other by. wasm-bindgen gives every function of the browser a name with a hash
// at its end, which no compression shortens, and keeps classes that a library brings and nobody makes.

// A class for streams, with what it needs to be freed.
const STREAMS = /^export class (IntoUnderlying\w+) \{[\s\S]*?^\}\n(?:if \(Symbol\.dispose\).*\n)?/gm;
// A function that the app takes from its bindings, as they write it, up to the next.
const IMPORT = /^ {8}(__wb\w+): function[\s\S]*?^ {8}\}.*,\n/gm;
// A function of the app that the bindings call, named by the compiler.
const MANGLED = /^_R\w+$/;

const IMPORTS = 2;
const EXPORTS = 7;

// The bindings without the classes for streams.
export function withoutStreams(bindings) {
  const names = [...bindings.matchAll(STREAMS)].map(([, name]) => name);
  const freeing = (name) => new RegExp(`^const ${name}Finalization = [\\s\\S]*?;\\n`, "m");
  return names.reduce((text, name) => text.replace(freeing(name), ""), bindings.replace(STREAMS, ""));
}

// What the bindings take from the app.
export function takenFrom(bindings) {
  return new Set([...bindings.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name));
}

// Reads and writes the parts a WebAssembly file is made of.
class Reader {
  constructor(bytes) {
    Object.assign(this, { bytes, place: 0 });
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.place++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  take(length) {
    this.place += length;
    return this.bytes.subarray(this.place - length, this.place);
  }

  text() {
    return this.take(this.number()).toString("utf8");
  }

  // The bytes that `read` goes over.
  over(read) {
    const start = this.place;
    read();
    return this.bytes.subarray(start, this.place);
  }
}

function number(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}

function withLength(content) {
  const bytes = Buffer.from(content);
  return Buffer.concat([number(bytes.length), bytes]);
}

// What kind of thing is imported, and its type: function, table, memory or global.
function skipImported(reader) {
  const limits = () => {
    const flags = reader.number();
    reader.number();
    if (flags & 1) reader.number();
  };
  const kinds = [() => reader.number(), () => { reader.take(1); limits(); }, limits, () => reader.take(2)];
  kinds[reader.number()]();
}

// A section of imports or exports with other names.
function renamed(content, id, rename) {
  const reader = new Reader(content);
  const count = reader.number();
  const entries = Array.from({ length: count }, () => {
    const names = id === IMPORTS ? [reader.text(), reader.text()] : [reader.text()];
    const rest = reader.over(() => {
      if (id === IMPORTS) return skipImported(reader);
      reader.take(1);
      return reader.number();
    });
    return Buffer.concat([...rename(names).map(withLength), rest]);
  });
  return Buffer.concat([number(count), ...entries]);
}

function withNames(wasm, renames) {
  const reader = new Reader(wasm);
  const written = [reader.take(8)];
  while (reader.place < wasm.length) {
    const id = reader.number();
    const content = reader.take(reader.number());
    written.push(number(id), withLength(renames[id] ? renamed(content, id, renames[id]) : content));
  }
  return Buffer.concat(written);
}

const short = (names, first) => new Map([...names].map((name, place) => [name, first + place.toString(36)]));

// App and bindings with short names for what they share, and without functions that the app does not take.
export function shortened(bindings, wasm, module) {
  const app = new WebAssembly.Module(wasm);
  const taken = WebAssembly.Module.imports(app).filter((taken) => taken.module === module);
  const imports = short(taken.map(({ name }) => name), "i");
  const exports = short(WebAssembly.Module.exports(app).map(({ name }) => name).filter((name) => MANGLED.test(name)), "e");
  const known = new Set([...bindings.matchAll(IMPORT)].map(([, name]) => name));
  const unknown = [...imports.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`the bindings are not written as they are known here: ${unknown.join(", ")}`);
  const text = bindings
    .replace(IMPORT, (written, name) => (imports.has(name) ? written.replace(name, imports.get(name)) : ""))
    .replace(/\bwasm\.(\w+)/g, (written, name) => (exports.has(name) ? `wasm.${exports.get(name)}` : written));
  const names = {
    [IMPORTS]: ([from, name]) => (from === module ? [from, imports.get(name)] : [from, name]),
    [EXPORTS]: ([name]) => [exports.get(name) ?? name],
  };
  return { bindings: text, wasm: withNames(wasm, names) };
}
