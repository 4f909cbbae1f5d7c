import { createTask, print, run, sleep } from "asyncio";

async function brew(drink: string, minutes: number) {
  print(drink, "is on");
  await sleep(minutes);
  print(drink, "is ready");
}

function start(drink: string, minutes: number) {
  const coroutine = brew(drink, minutes);
  return createTask(coroutine, { name: drink });
}

async function main() {
  // A coroutine runs inside the task that awaits it.
  await brew("coffee", 2);
  await brew("tea", 3);

  // A task runs on its own from now on.
  const coffee = start("coffee", 2);
  const tea = start("tea", 3);
  await coffee;
  await tea;
}

run(main());
