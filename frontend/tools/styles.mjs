// Joins the style sheets of the page into two, in its sequence: one for the frame and signing in, which the page names,
// and one for all pages, which comes with the first of them.
import { transformSync } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FRAME = new Set(["tokens", "base", "components", "shell"]);
const LINKS = /<link rel="stylesheet" href="\/(([a-z_]+)-[^"]+\.css)"[^>]*>\s*/g;

function write(dist, name, links) {
  const text = links.map(([, file]) => readFileSync(join(dist, file), "utf8")).join("\n");
  const { code } = transformSync(text, { loader: "css", minify: true });
  const path = `/${name}-${createHash("sha256").update(code).digest("hex").slice(0, 16)}.css`;
  writeFileSync(join(dist, path), code);
  return { path, digest: createHash("sha384").update(code).digest("base64") };
}

// Answers the address of the style sheet for all pages.
export function joinStyles(dist) {
  const page = join(dist, "index.html");
  const html = readFileSync(page, "utf8");
  const links = [...html.matchAll(LINKS)];
  const ofFrame = links.filter(([, , sheet]) => FRAME.has(sheet));
  if (ofFrame.length !== FRAME.size) throw new Error("a style sheet of the frame is missing");
  const frame = write(dist, "app", ofFrame);
  const pages = write(dist, "pages", links.filter(([, , sheet]) => !FRAME.has(sheet)));
  const link = `<link rel="stylesheet" href="${frame.path}" integrity="sha384-${frame.digest}">`;
  writeFileSync(page, html.replace(LINKS, "").replace("</head>", `${link}</head>`));
  for (const [, file] of links) rmSync(join(dist, file));
  return pages.path;
}
