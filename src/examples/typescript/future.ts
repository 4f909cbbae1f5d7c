import { enter, Future, getRunningLoop } from "asyncio";
import { print, run, sleep, TaskGroup } from "asyncio";

type Pizza = Future<number>;

async function guest(name: string, pizza: Pizza) {
  print(name, "waits");
  const slices = await pizza;
  print(name, "sees", slices, "slices");
}

async function baker(pizza: Pizza) {
  await sleep(2);
  print("out of the oven");
  pizza.setResult(8);
}

async function main() {
  const pizza = getRunningLoop().createFuture<number>();
  await using tg = await enter(new TaskGroup());
  tg.createTask(guest("Ada", pizza), { name: "Ada" });
  tg.createTask(guest("Bob", pizza), { name: "Bob" });
  tg.createTask(baker(pizza), { name: "baker" });
}

run(main());
