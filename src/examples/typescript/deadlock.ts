import { enter, Lock, print, run } from "asyncio";
import { sleep, TaskGroup } from "asyncio";

const pan = new Lock();
const stove = new Lock();

async function ada() {
  await using _ = await enter(pan);
  print("Ada has the pan");
  await sleep(1);
  await using __ = await enter(stove);
  print("Ada cooks");
}

async function bob() {
  await using _ = await enter(stove);
  print("Bob has the stove");
  await sleep(2);
  await using __ = await enter(pan);
  print("Bob cooks");
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(ada(), { name: "Ada" });
  tg.createTask(bob(), { name: "Bob" });
}

run(main());
