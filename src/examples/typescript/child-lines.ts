// A shell writes a line now and then. The loop reads
// each as it comes, and does its own work meanwhile.
import { createSubprocessShell as sh } from "asyncio";
import { createTask, PIPE, print } from "asyncio";
import { run, sleep } from "asyncio";

const SHELL = `
for n in 1 2 3; do
    sleep 0.8
    echo line $n
done
exit 4
`;

async function clock() {
  while (true) {
    await sleep(0.5);
    print("the loop is free");
  }
}

async function main() {
  const task = createTask(clock(), { name: "clock" });
  const child = await sh(SHELL, { stdout: PIPE });
  const decoder = new TextDecoder();
  for await (const line of child.stdout)
    print("child:", decoder.decode(line).trim());
  print("exit status", await child.wait());
  task.cancel();
}

run(main());
