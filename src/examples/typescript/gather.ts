import { createTask, gather, print } from "asyncio";
import { run, sleep } from "asyncio";

async function ask(city: string, seconds: number) {
  await sleep(seconds);
  print(city, "answers");
  return `${city} after ${seconds} s`;
}

function start(city: string, seconds: number) {
  const answer = ask(city, seconds);
  return createTask(answer, { name: city });
}

async function main() {
  const answers = await gather([
    start("Oslo", 1.5),
    start("Lima", 0.4),
    start("Rome", 0.9),
  ]);
  print(answers.join(", "));
}

run(main());
