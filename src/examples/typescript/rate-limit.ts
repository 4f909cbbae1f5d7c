import { enter, getRunningLoop, print } from "asyncio";
import { run, sleep, TaskGroup } from "asyncio";

let free = 0; // when the next request may start

async function turn(gap: number) {
  const now = getRunningLoop().time();
  const start = Math.max(now, free);
  free = start + gap;
  await sleep(start - now);
}

async function load(page: string) {
  await turn(0.5);
  print("asks for", page);
  await sleep(0.7);
  print("has", page);
}

async function main() {
  await using tg = await enter(new TaskGroup());
  for (const page of ["news", "blog", "shop", "wiki"]) {
    tg.createTask(load(page), { name: page });
  }
}

run(main());
