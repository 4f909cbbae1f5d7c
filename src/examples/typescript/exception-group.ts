import { enter, ExceptionGroup, print } from "asyncio";
import { run, RuntimeError, sleep } from "asyncio";
import { TaskGroup, ValueError } from "asyncio";

async function dive(seconds: number, trouble?: Error) {
  await sleep(seconds);
  if (trouble) throw trouble;
  print("a pearl!");
}

async function main() {
  const shark = new RuntimeError("a shark");
  const cramp = new ValueError("a cramp");
  try {
    await using tg = await enter(new TaskGroup());
    tg.createTask(dive(0.5), { name: "Ada" });
    tg.createTask(dive(1, shark), { name: "Bob" });
    tg.createTask(dive(1, cramp), { name: "Eve" });
    tg.createTask(dive(2), { name: "Tom" });
  } catch (group) {
    if (!(group instanceof ExceptionGroup)) throw group;
    for (const error of group.exceptions as Error[]) {
      const flee = error instanceof RuntimeError;
      print(flee ? "flee:" : "help:", error.message);
    }
  }
}

run(main());
