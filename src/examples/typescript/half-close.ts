import { openConnection, print, run } from "asyncio";
import { sleep, startServer } from "asyncio";
import type { Streams } from "asyncio";

const at = ["127.0.0.1", 7000] as const;

async function addUp(...[reader, writer]: Streams) {
  const decoder = new TextDecoder();
  const text = decoder.decode(await reader.read());
  const numbers = text.trim().split(" ").map(Number);
  print("server has all of", numbers);
  const sum = numbers.reduce((a, b) => a + b);
  writer.write(String(sum));
  writer.close();
}

async function main() {
  const server = await startServer(addUp, ...at);
  const [reader, writer] = await openConnection(...at);
  for (const number of [3, 4, 5]) {
    writer.write(`${number} `);
    await sleep(0.2);
  }
  writer.writeEof();
  print("the sum is", await reader.read());
  writer.close();
  server.close();
}

run(main());
