import { enter, print, run } from "asyncio";
import { sleep, TaskGroup } from "asyncio";
import { timeout, TimeoutError } from "asyncio";

async function query(server: string, seconds: number) {
  await sleep(seconds);
  print(server, "answered");
}

async function ask(server: string, seconds: number) {
  try {
    await using _ = await enter(timeout(1));
    await query(server, seconds);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    print(server, "took too long");
  }
}

async function main() {
  {
    await using tg = await enter(new TaskGroup());
    tg.createTask(ask("near", 0.4), { name: "near" });
    tg.createTask(ask("far", 2.5), { name: "far" });
  }
  print("nobody waits any more");
}

run(main());
