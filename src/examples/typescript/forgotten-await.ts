import { print, run, sleep } from "asyncio";

async function save(page: string) {
  print("saving", page);
  await sleep(0.6);
  print("saved", page);
}

async function main() {
  await save("page 1");
  save("page 2"); // not awaited, so it never runs
  await save("page 3");
  print("all is safe, is it?");
}

run(main());
