import { createTask, print, run } from "asyncio";
import { sleep, wait } from "asyncio";

async function load(mirror: string, seconds: number) {
  await sleep(seconds);
  print("got the file from", mirror);
}

function start(mirror: string, seconds: number) {
  const file = load(mirror, seconds);
  return createTask(file, { name: mirror });
}

async function main() {
  const race = [
    start("north", 1.8),
    start("south", 0.6),
    start("west", 1.2),
  ];
  const [done, pending] = await wait(
    race, { returnWhen: "FIRST_COMPLETED" },
  );
  print(done.size, "done,", pending.size, "pending");
  for (const task of race) {
    task.cancel();
  }
}

run(main());
