import { createTask, print, run } from "asyncio";
import { sleep, wait } from "asyncio";

async function paint(wall: string, hours: number) {
  try {
    await sleep(hours);
    print(wall, "is painted");
  } finally {
    await sleep(0.5);
    print(wall, "is swept");
  }
}

function start(wall: string, hours: number) {
  const job = paint(wall, hours);
  return createTask(job, { name: wall });
}

async function main() {
  const hall = start("hall", 1);
  const roof = start("roof", 5);
  await sleep(2);
  print("rain!");
  roof.cancel();
  await wait([hall, roof]);
  print("everybody goes home");
}

run(main());
