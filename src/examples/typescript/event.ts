import { enter, Event, print, run } from "asyncio";
import { sleep, TaskGroup, uniform } from "asyncio";

const gun = new Event();

async function runner(name: string) {
  print(name, "is at the start");
  await gun.wait();
  await sleep(uniform(2, 4));
  print(name, "is at the finish");
}

async function starter() {
  await sleep(1.5);
  print("bang!");
  gun.set();
}

async function main() {
  await using tg = await enter(new TaskGroup());
  for (const name of ["Ada", "Bob", "Eve"]) {
    tg.createTask(runner(name), { name });
  }
  tg.createTask(starter(), { name: "starter" });
}

run(main());
