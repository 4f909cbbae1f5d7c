import { TaskGroup, enter, print, run } from "asyncio";
import { openConnection, startServer } from "asyncio";
import { sleep, type Streams } from "asyncio";
const hub = ["127.0.0.1", 7000] as const;
const room = new Set<Streams[1]>();

async function serve(...[reader, writer]: Streams) {
  room.add(writer);
  for await (const line of reader)
    for (const everyone of room) everyone.write(line);
  if (room.delete(writer)) writer.close();
}

async function guest(name: string, pause: number) {
  const [reader, writer] = await openConnection(...hub);
  await sleep(pause);
  writer.write(`${name} is here\n`);
  for (let i = 0; i < 3; i++)
    print(name, "hears", await reader.readline());
  writer.close();
}

async function main() {
  const server = await startServer(serve, ...hub);
  await using _ = await enter(server);
  await using group = await enter(new TaskGroup());
  ["Ada", "Bob", "Eve"].forEach((name, s) => {
    group.createTask(guest(name, s), { name });
  });
}

run(main());
