// A worker takes too long, and is sent SIGTERM. The
// shell runs its trap as soon as its sleep is over.
import { createSubprocessShell as sh } from "asyncio";
import { enter, PIPE, print, run } from "asyncio";
import { timeout, TimeoutError } from "asyncio";

const WORKER = `
trap 'echo I stop; exit 3' TERM
for step in 0 1 2 3 4 5 6 7 8 9; do
    echo step $step
    sleep 1
done
`;

async function main() {
  const worker = await sh(WORKER, { stdout: PIPE });
  const decoder = new TextDecoder();
  try {
    await using _ = await enter(timeout(2.5));
    for await (const line of worker.stdout)
      print("worker:", decoder.decode(line).trim());
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    worker.terminate();
  }
  print("worker:", await worker.stdout.read());
  print("exit status", await worker.wait());
}

run(main());
