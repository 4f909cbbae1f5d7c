import { Semaphore, TaskGroup, enter } from "asyncio";
import { openConnection, print, run } from "asyncio";
import { sleep, startServer } from "asyncio";
import type { Streams } from "asyncio";

const hub = ["127.0.0.1", 8080] as const;
const gate = new Semaphore(4);

async function answer(...[reader, writer]: Streams) {
  await sleep(0.5);
  writer.write(await reader.readline());
  writer.close();
}

async function ask(name: string) {
  await using _ = await enter(gate);
  const [reader, writer] = await openConnection(...hub);
  writer.write(`hello from ${name}\n`);
  print(await reader.readline());
  writer.close();
  await writer.waitClosed();
}

async function main() {
  const server = await startServer(answer, ...hub);
  await using _ = await enter(server);
  await using group = await enter(new TaskGroup());
  for (const name of "ABCDEFGH")
    group.createTask(ask(name), { name });
}

run(main());
