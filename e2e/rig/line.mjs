// The line between a browser and the server. Cut, connections break and new ones are refused, for the page and for its
// service worker alike; what browsers offer for it does not always reach the worker.
import { once } from "node:events";
import { connect, createServer } from "node:net";

export async function lineTo(address) {
  const { hostname, port } = new URL(address);
  const ends = new Set();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [end, other] of [[near, far], [far, near]]) {
      ends.add(end);
      end.pipe(other);
      end.on("error", () => other.destroy());
      end.on("close", () => {
        ends.delete(end);
        other.destroy();
      });
    }
  });
  const listen = async (own) => {
    server.listen(own, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const own = server.address().port;
  const cut = async () => {
    const closed = once(server, "close");
    server.close();
    for (const end of ends) end.destroy();
    await closed;
  };
  return { address: `http://localhost:${own}`, cut, mend: () => listen(own), close: () => (server.listening ? cut() : undefined) };
}
