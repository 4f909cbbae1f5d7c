import { createTask, print } from "asyncio";
import { Queue, run, sleep } from "asyncio";

const orders = new Queue<number>(2);

async function waiter() {
  for (let dish = 1; dish < 6; dish++) {
    await orders.put(dish);
    print("ordered dish", dish);
    await sleep(0.4);
  }
}

async function cook(name: string, minutes: number) {
  while (true) {
    const dish = await orders.get();
    await sleep(minutes);
    print(name, "cooked dish", dish);
    orders.taskDone();
  }
}

async function main() {
  const al = createTask(cook("Al", 2), { name: "Al" });
  const bo = createTask(cook("Bo", 3), { name: "Bo" });
  await waiter();
  await orders.join();
  al.cancel();
  bo.cancel();
}

run(main());
