import { Barrier, enter, print, run } from "asyncio";
import { sleep, TaskGroup } from "asyncio";

const camp = new Barrier(3);

async function hike(name: string, hours: number) {
  for (const place of ["lake", "pass", "summit"]) {
    await sleep(hours);
    print(name, "is at the", place);
    await camp.wait();
  }
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(hike("Ada", 1.0), { name: "Ada" });
  tg.createTask(hike("Bob", 1.6), { name: "Bob" });
  tg.createTask(hike("Eve", 1.3), { name: "Eve" });
}

run(main());
