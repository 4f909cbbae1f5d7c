/**
 * Stand-in for `processes.ts` in a worker whose programs start no processes: the same names, none of which is used there
 * (`guestFor` of `share/program.ts`).
 */
import { assert } from "../../../base/assert.ts";
import type * as processes from "./processes.ts";

const absent = function (): never {
  assert(false, "this worker has no processes");
} as never;

const names = {
  createSubprocessExec: absent,
  createSubprocessShell: absent,
  DEVNULL: absent,
  PIPE: absent,
  Process: absent,
  STDOUT: absent,
  subprocessExec: absent,
  subprocessShell: absent,
  SubprocessTransport: absent,
} satisfies Record<keyof typeof processes, never>;

export const {
  createSubprocessExec,
  createSubprocessShell,
  DEVNULL,
  PIPE,
  Process,
  STDOUT,
  subprocessExec,
  subprocessShell,
  SubprocessTransport,
} = names;
