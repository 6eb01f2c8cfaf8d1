// Runs before the app: has the browser fetch what the page at this address will ask for, while the app itself is
// still on its way. `split.mjs` fills in the constant: the parts of each page, by the first word of its address.
const PARTS = { "@@PAGES@@": ["@@PARTS@@"] };

const [page, record] = location.pathname.split("/").slice(1);
for (const path of PARTS[record === undefined ? page : `${page}/`] ?? PARTS[page] ?? []) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", href: path, crossOrigin: "anonymous" });
  document.head.append(link);
}
