import { createTask, enter, print } from "asyncio";
import { run, sleep, TaskGroup } from "asyncio";

async function send(file: string, seconds: number) {
  print(file, "starts");
  await sleep(seconds);
  print(file, "is sent");
}

async function main() {
  createTask(send("film", 3), { name: "film" });
  {
    await using tg = await enter(new TaskGroup());
    tg.createTask(send("text", 1), { name: "text" });
    tg.createTask(send("song", 2), { name: "song" });
  }
  print("that was all, was it?");
}

run(main());
