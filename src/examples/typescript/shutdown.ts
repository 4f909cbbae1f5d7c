import * as asyncio from "asyncio";
import { openConnection, startServer } from "asyncio";
import { raiseSignal as raise } from "asyncio";

const at = ["127.0.0.1", 5000] as const;

async function main() {
  const loop = asyncio.getRunningLoop();
  const stop = loop.createFuture<void>();
  const setResult = () => stop.setResult();
  const raiseSignal = () => raise("SIGINT");
  loop.addSignalHandler("SIGINT", setResult);
  loop.callLater(2.5, raiseSignal);

  async function tick(...[, writer]: asyncio.Streams) {
    while (!stop.done()) {
      writer.write("tick\n");
      await asyncio.wait([stop], { timeout: 1 });
    }
    writer.write("bye\n");
    writer.close();
  }

  const server = await startServer(tick, null, 5000);
  const [reader, writer] = await openConnection(...at);
  for await (const line of reader)
    asyncio.print("client reads", line);
  writer.close();
  server.close();
}

asyncio.run(main());
