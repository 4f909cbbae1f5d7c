import { enter, print, run } from "asyncio";
import { sleep, TaskGroup } from "asyncio";

class Countdown {
  left = 3;
  constructor(readonly seconds: number) {}

  [Symbol.asyncIterator]() {
    return this;
  }

  async next() {
    if (!this.left) return { done: true, value: 0 };
    await sleep(this.seconds);
    this.left -= 1;
    return { done: false, value: this.left };
  }
}

async function launch(rocket: string, seconds: number) {
  for await (const left of new Countdown(seconds)) {
    print(rocket, left);
  }
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(launch("Owl", 1.0), { name: "Owl" });
  tg.createTask(launch("Kea", 0.7), { name: "Kea" });
}

run(main());
