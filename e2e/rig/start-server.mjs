// Starts `bellwether demo` once for all tests and stops it afterwards.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "./server.mjs";

export default async function startDemo() {
  const demo = await startServer("demo", "demo");
  process.env.BELLWETHER_ADDRESS = demo.address;
  process.env.BELLWETHER_SIGN_INS = readFileSync(join(demo.data, "demo-sign-ins.json"), "utf8");
  return demo.stop;
}
