// Three processes, joined by pipes: seq writes numbers,
// grep keeps some of them, wc counts the lines.
import { createSubprocessExec as start } from "asyncio";
import { pipe, PIPE, print, run } from "asyncio";

async function main() {
  const [fromSeq, toGrep] = pipe();
  const first = { stdout: toGrep };
  const seq = await start("seq", ["40"], first);
  toGrep.close();

  const [fromGrep, toWc] = pipe();
  const second = { stdin: fromSeq, stdout: toWc };
  const grep = await start("grep", ["3"], second);
  fromSeq.close();
  toWc.close();

  const third = { stdin: fromGrep, stdout: PIPE };
  const wc = await start("wc", ["-l"], third);
  fromGrep.close();

  const [count] = await wc.communicate();
  const lines = new TextDecoder().decode(count);
  print("numbers with a 3:", Number(lines));
  for (const process of [seq, grep, wc])
    print("exit status", await process.wait());
}

run(main());
