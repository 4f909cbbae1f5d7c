import { CancelledError, createTask } from "asyncio";
import { print, run, sleep } from "asyncio";

async function download() {
  try {
    for (let part = 1; part < 5; part++) {
      await sleep(0.5);
      print("part", part, "is here");
    }
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    print("asked to stop, and does");
  }
  return "the whole film";
}

async function main() {
  const task = createTask(download(), { name: "film" });
  await sleep(1.2);
  task.cancel();
  print("got", await task);
}

run(main());
