import { openConnection, print, run } from "asyncio";
import { sleep, startServer } from "asyncio";
import type { Streams } from "asyncio";

const at = ["127.0.0.1", 9000] as const;

async function send(...[, writer]: Streams) {
  for (let part = 0; part < 3; part++) {
    writer.write(new Uint8Array(100_000));
    await writer.drain();
    print("part", part, "has left the buffer");
  }
  writer.close();
}

async function main() {
  const server = await startServer(send, ...at);
  const [reader, writer] = await openConnection(...at);
  let total = 0;
  while (true) {
    const data = await reader.read(262_144);
    if (data.length === 0) break;
    total += data.length;
    await sleep(0.5);
  }
  print("read", total);
  writer.close();
  server.close();
}

run(main());
