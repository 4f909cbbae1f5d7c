import { createTask, print, run } from "asyncio";
import { RuntimeError, sleep } from "asyncio";

async function engine() {
  await sleep(1.4);
  throw new RuntimeError("the engine is on fire");
}

async function pilot() {
  for (const height of [900, 600, 300]) {
    print(height, "metres, and all is well");
    await sleep(1);
  }
}

async function main() {
  const task = createTask(engine(), { name: "engine" });
  await pilot();
  print("landed, without the", task.getName());
}

run(main());
