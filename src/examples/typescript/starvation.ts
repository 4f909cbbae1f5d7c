import { enter, Queue, sleepBlocking } from "asyncio";
import { print, run, sleep, TaskGroup } from "asyncio";

const mails = new Queue<number>();

async function greedy() {
  while (!mails.empty()) {
    const mail = await mails.get(); // returns at once
    sleepBlocking(0.4); // stands for hard work
    print("answered mail", mail);
  }
}

async function polite() {
  for (const cup of ["first", "second", "third"]) {
    await sleep(0.5);
    print(cup, "cup of tea");
  }
}

async function main() {
  for (let mail = 1; mail < 6; mail++) {
    mails.putNowait(mail);
  }
  await using tg = await enter(new TaskGroup());
  tg.createTask(polite(), { name: "polite" });
  tg.createTask(greedy(), { name: "greedy" });
}

run(main());
