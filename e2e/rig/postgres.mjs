// A private PostgreSQL cluster in a temporary folder, reached by socket only, gone with its starter.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Ends the cluster as soon as its input closes, also when the tests are killed.
const SCRIPT = `
tools=$1 folder=$2
stop() { "$tools/pg_ctl" -D "$folder/data" -m immediate -s stop >/dev/null 2>&1; rm -rf "$folder"; }
trap '' PIPE
trap 'exit 1' INT TERM HUP
trap stop EXIT
set -e
"$tools/initdb" -D "$folder/data" -U postgres -A trust -N --locale=C.UTF-8 -E UTF8 >/dev/null
"$tools/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s start -o "-k $folder -c listen_addresses='' \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >/dev/null 2>&1
echo ready
cat >/dev/null
`;

// The folder with the server's programs: on the path, or where Debian keeps it. None when it is not installed.
export function postgresTools() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, "bin")) : [];
  const folders = [...(process.env.PATH ?? "").split(":"), ...versions];
  return folders.find((folder) => ["initdb", "pg_ctl"].every((tool) => existsSync(join(folder, tool))));
}

// Starts a cluster: { url, stop }. As root everything runs as the user that the package makes.
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), "bellwether-e2e-postgres-"));
  const isRoot = process.getuid() === 0;
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  const shell = ["/bin/sh", "-c", SCRIPT, "sh", postgresTools(), folder];
  const [program, ...parts] = isRoot ? ["runuser", "-u", "postgres", "--", ...shell] : shell;
  const cluster = spawn(program, parts, { stdio: ["pipe", "pipe", "ignore"], cwd: "/" });
  const ended = new Promise((resolve) => cluster.once("exit", resolve));
  await new Promise((resolve, reject) => {
    cluster.stdout.once("data", resolve);
    cluster.once("exit", () => reject(new Error(`the PostgreSQL cluster in ${folder} did not start`)));
  });
  const stop = () => {
    cluster.stdin.end();
    return ended;
  };
  return { url: `postgres:///postgres?host=${folder}&user=postgres`, stop };
}
