/** The programs that are there, by name. */
import type { Program } from "../process.ts";
import { shell } from "../shell/shell.ts";
import { program } from "./command.ts";
import { cat, grep, head, sort, tail, tee, tr, uniq, wc } from "./filters.ts";
import { echo, ending, env, kill, ls, printf, pwd, seq, sleeping, test, yes } from "./plain.ts";

export const commands: Readonly<Record<string, Program>> = {
  cat: program(cat),
  echo: program(echo),
  env: program(env),
  false: program(ending(1)),
  grep: program(grep),
  head: program(head),
  kill: program(kill),
  ls: program(ls),
  printf: program(printf),
  pwd: program(pwd),
  seq: program(seq),
  sh: shell,
  sleep: program(sleeping),
  sort: program(sort),
  tail: program(tail),
  tee: program(tee),
  test: program(test),
  tr: program(tr),
  true: program(ending(0)),
  uniq: program(uniq),
  wc: program(wc),
  yes: program(yes),
};
