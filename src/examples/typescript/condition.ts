import { Condition, enter, print, run } from "asyncio";
import { sleep, TaskGroup } from "asyncio";

let height = 0;
const tide = new Condition();

async function sea() {
  for (const level of [1, 2, 3]) {
    await sleep(0.8);
    await using _ = await enter(tide);
    height = level;
    print("the water is at", height);
    tide.notifyAll();
  }
}

async function ship(name: string, draught: number) {
  await using _ = await enter(tide);
  await tide.waitFor(() => height >= draught);
  print(name, "sails");
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(ship("ferry", 3), { name: "ferry" });
  tg.createTask(ship("yacht", 2), { name: "yacht" });
  tg.createTask(sea(), { name: "sea" });
}

run(main());
