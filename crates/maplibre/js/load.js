// The one thing Rust cannot say: import a module when it is needed and not before.
export function importModule(url) {
  return import(url);
}
