import { enter, print, PriorityQueue } from "asyncio";
import { run, sleep, TaskGroup } from "asyncio";

const triage = new PriorityQueue<[number, string]>();

async function arrive(rank: number, name: string) {
  await sleep(0.3);
  print(name, "comes in");
  triage.putNowait([rank, name]);
}

async function doctor() {
  for (let patient = 0; patient < 4; patient++) {
    const [, name] = await triage.get();
    await sleep(1);
    print(name, "is seen");
  }
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(doctor(), { name: "doctor" });
  await arrive(3, "cough");
  await arrive(2, "sprain");
  await arrive(3, "itch");
  await arrive(1, "heart");
}

run(main());
