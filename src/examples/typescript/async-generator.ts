import { enter, print, run } from "asyncio";
import { sleep, TaskGroup } from "asyncio";

async function* readings(seconds: number) {
  for (const degrees of [19, 24, 21, 26]) {
    await sleep(seconds);
    yield degrees;
  }
}

async function* tooWarm(source: AsyncIterable<number>) {
  for await (const degrees of source) {
    if (degrees > 22) yield degrees;
  }
}

async function log(room: string, seconds: number) {
  const warnings = tooWarm(readings(seconds));
  for await (const degrees of warnings) {
    print(room, degrees);
  }
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(log("hall", 0.5), { name: "hall" });
  tg.createTask(log("roof", 0.8), { name: "roof" });
}

run(main());
