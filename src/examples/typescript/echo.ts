import { enter, openConnection, print } from "asyncio";
import { run, startServer, Streams } from "asyncio";

const at = ["127.0.0.1", 8888] as const;

async function echo(...[reader, writer]: Streams) {
  const decoder = new TextDecoder();
  for await (const line of reader) {
    print("server reads", line);
    writer.write(decoder.decode(line).toUpperCase());
    await writer.drain();
  }
  writer.close();
}

async function talk() {
  const [reader, writer] = await openConnection(...at);
  for (const word of ["hello\n", "goodbye\n"]) {
    writer.write(word);
    print("client reads", await reader.readline());
  }
  writer.close();
  await writer.waitClosed();
}

async function main() {
  const server = await startServer(echo, ...at);
  await using _ = await enter(server);
  await talk();
}

run(main());
