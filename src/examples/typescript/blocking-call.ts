import { enter, print, run, sleep } from "asyncio";
import { sleepBlocking, TaskGroup } from "asyncio";

async function heart() {
  for (let beat = 1; beat < 7; beat++) {
    print("beat", beat);
    await sleep(0.5);
  }
}

async function report() {
  await sleep(0.8);
  print("the report begins");
  sleepBlocking(1.6);
  print("the report is done");
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(heart(), { name: "heart" });
  tg.createTask(report(), { name: "report" });
}

run(main());
