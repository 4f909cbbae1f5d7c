import { enter, print, run, Semaphore } from "asyncio";
import { sleep, TaskGroup, uniform } from "asyncio";

async function worker(n: number, gate: Semaphore) {
  {
    await using _ = await enter(gate);
    print("in ", n);
    await sleep(uniform(0.4, 1));
  }
  print("out", n);
}

async function main() {
  const gate = new Semaphore(3);
  await using group = await enter(new TaskGroup());
  for (let n = 0; n < 7; n++) {
    const name = `worker-${n}`;
    group.createTask(worker(n, gate), { name });
  }
}

run(main());
