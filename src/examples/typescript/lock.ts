import { enter, getRunningLoop, Lock } from "asyncio";
import { print, run, TaskGroup } from "asyncio";

let balance = 100;
const lock = new Lock();

function bank(amount: number) {
  const loop = getRunningLoop();
  const reply = loop.createFuture<number>();
  const setResult = () => reply.setResult(amount);
  loop.callLater(0.5, setResult);
  return reply;
}

async function spend(name: string, amount: number) {
  {
    await using _ = await enter(lock);
    balance = await bank(balance - amount);
  }
  print(name, "leaves", balance);
}

async function main() {
  await using tg = await enter(new TaskGroup());
  tg.createTask(spend("Ada", 20), { name: "Ada" });
  tg.createTask(spend("Bob", 50), { name: "Bob" });
  tg.createTask(spend("Eve", 10), { name: "Eve" });
}

run(main());
