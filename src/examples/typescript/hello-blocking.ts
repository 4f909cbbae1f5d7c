import { enter, print, sleepBlocking } from "asyncio";
import { run, TaskGroup, uniform } from "asyncio";

async function hello(idx: number) {
  sleepBlocking(uniform(0.1, 0.5));
  print("Hello, world!", idx);
}

async function main() {
  await using group = await enter(new TaskGroup());
  for (let idx = 0; idx < 10; idx++) {
    const name = `hello-${idx}`;
    group.createTask(hello(idx), { name });
  }
}

run(main());
