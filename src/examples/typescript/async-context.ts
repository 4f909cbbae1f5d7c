import { enter, print, run } from "asyncio";
import { sleep, TaskGroup } from "asyncio";

class Connection {
  constructor(readonly host: string) {}

  async enter() {
    await sleep(0.4);
    print("connected to", this.host);
    return this;
  }

  async exit() {
    await sleep(0.2);
    print("left", this.host);
  }
}

async function visit(host: string, seconds: number) {
  await using wire = await enter(new Connection(host));
  await sleep(seconds);
  print("talked to", wire.host);
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(visit("db", 0.5), { name: "db" });
  tg.createTask(visit("web", 1.2), { name: "web" });
}

run(main());
