import { enter, print, run } from "asyncio";
import { sleep, TaskGroup } from "asyncio";

async function cook(dish: string, minutes: number) {
  await sleep(minutes);
  print(dish, "is ready");
}

async function mainDish() {
  {
    await using tg = await enter(new TaskGroup());
    tg.createTask(cook("fish", 2), { name: "fish" });
    tg.createTask(cook("rice", 3), { name: "rice" });
  }
  print("main dish is ready");
}

async function dinner() {
  {
    await using tg = await enter(new TaskGroup());
    tg.createTask(cook("soup", 1), { name: "soup" });
    tg.createTask(mainDish(), { name: "main dish" });
    tg.createTask(cook("cake", 4), { name: "cake" });
  }
  print("dinner is served");
}

run(dinner());
