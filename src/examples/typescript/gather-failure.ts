import { createTask, gather, print } from "asyncio";
import { run, RuntimeError, sleep } from "asyncio";

async function book(what: string, seconds: number) {
  await sleep(seconds);
  if (what === "hotel") {
    throw new RuntimeError("the hotel is full");
  }
  print(what, "is paid");
}

function start(what: string, seconds: number) {
  const booking = book(what, seconds);
  return createTask(booking, { name: what });
}

async function main() {
  try {
    await gather([
      start("train", 0.5),
      start("hotel", 1.0),
      start("tour", 2.0),
    ]);
  } catch (error) {
    print("no trip:", (error as Error).message);
  }
  await sleep(1.5);
}

run(main());
