// Starts the real binary in a temporary folder and on a free port, and stops it again.
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const e2e = fileURLToPath(new URL("..", import.meta.url));
const START_LIMIT_MS = 180_000;
// Two browsers that click faster than any office would be taken for an attack.
const ROOMY_LIMITS = { BELLWETHER_REQUESTS_PER_SECOND: "2000", BELLWETHER_REQUEST_BURST: "20000" };

// The system hands out a port that is free now; the server takes it a moment later.
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function binary() {
  const path = process.env.BELLWETHER_BINARY ?? join(e2e, "../target/release/bellwether");
  if (!existsSync(path)) throw new Error(`${path} is not there; \`cargo xtask e2e\` builds it`);
  return path;
}

async function isReady(address) {
  try {
    return (await fetch(`${address}/ready`)).ok;
  } catch {
    return false;
  }
}

async function waitUntilReady(address, server, log) {
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await isReady(address))) {
    if (server.exitCode !== null) {
      throw new Error(`the server ended with ${server.exitCode}:\n${readFileSync(log, "utf8")}`);
    }
    if (Date.now() > limit) {
      throw new Error(`the server is not ready after ${START_LIMIT_MS} ms:\n${readFileSync(log, "utf8")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function stopped(server) {
  if (server.exitCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const force = setTimeout(() => server.kill("SIGKILL"), 10_000);
  return ended.finally(() => clearTimeout(force));
}

// Runs `bellwether <command>`; `name` names its log. Answers { address, data, output, stop }: its address, its data
// folder, what it has printed so far, and its end.
export async function startServer(command, name, environment = {}) {
  const data = mkdtempSync(join(tmpdir(), "bellwether-e2e-"));
  const port = await freePort();
  const address = `http://localhost:${port}`;
  mkdirSync(join(e2e, "results"), { recursive: true });
  const log = join(e2e, `results/${name}.log`);
  const descriptor = openSync(log, "w");
  const server = spawn(binary(), [command, "--data", data, "--port", String(port)], {
    stdio: ["ignore", descriptor, descriptor],
    env: { ...process.env, DATABASE_URL: "", ...ROOMY_LIMITS, ...environment },
  });
  closeSync(descriptor);
  const stop = async () => {
    await stopped(server);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(address, server, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, data, output: () => readFileSync(log, "utf8"), stop };
}

// The sign-in that a new installation prints once; it opens nothing but the change of its password.
export function printedSignIn(server) {
  const [, email] = /e-mail\s+(\S+)/.exec(server.output());
  const [, password] = /password\s+(\S+)/.exec(server.output());
  return { email, password };
}

const OWN_PASSWORD = "correct horse battery staple";
const takenOver = new Map();

// The sign-in of a new installation's first administrator, whose printed password has been changed.
export function firstSignIn(server) {
  if (!takenOver.has(server.address)) takenOver.set(server.address, takeOver(server));
  return takenOver.get(server.address);
}

async function takeOver(server) {
  const { email, password } = printedSignIn(server);
  const send = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${server.address}/api/v1${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const session = await send("POST", "/session", { email, password });
  const [cookie] = session.headers.getSetCookie()[0].split(";");
  const { csrf_token } = await session.json();
  const change = { current_password: password, new_password: OWN_PASSWORD };
  await send("PUT", "/me/password", change, { Cookie: cookie, "X-CSRF-Token": csrf_token });
  return { email, password: OWN_PASSWORD };
}
