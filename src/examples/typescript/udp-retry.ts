import { Socket, createTask, enter } from "asyncio";
import { getRunningLoop, print, run } from "asyncio";
import { timeout, type EventLoop } from "asyncio";

const at = ["127.0.0.1", 5353] as const;
const hub = new Socket({ type: "datagram" });
const client = new Socket({ type: "datagram" });
hub.bind(at);

async function serve(loop: EventLoop) {
  while (true) {
    const [data, to] = await loop.sockRecvfrom(hub, 9);
    print("server hears", data);
    await loop.sockSendto(hub, "pong", to);
  }
}

async function main() {
  const loop = getRunningLoop();
  const peer = createTask(serve(loop));
  for (const wait of [0.5, 1, 2, 4]) {
    await loop.sockSendto(client, "ping", at);
    try {
      await using _ = await enter(timeout(wait));
      return print(await loop.sockRecv(client, 99));
    } catch {
      print("no answer in", wait, "s: ask again");
    }
  }
}

run(main());
