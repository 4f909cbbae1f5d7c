import { enter, print, run, TaskGroup } from "asyncio";

function* pause(laps: number) {
  for (let lap = 0; lap < laps; lap++) {
    yield; // until the next iteration
  }
  return laps;
}

async function hop(name: string, laps: number) {
  const rested = await pause(laps);
  print(name, "rested for", rested, "laps");
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(hop("hare", 4), { name: "hare" });
  tg.createTask(hop("frog", 2), { name: "frog" });
  tg.createTask(hop("crab", 0), { name: "crab" });
}

run(main());
