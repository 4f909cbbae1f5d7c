/** sleep, gather, wait, waitFor, asCompleted and shield, against CPython's own. */
import { describe } from "vitest";
import { asCompletedPrograms } from "../../testing/parity/as-completed.ts";
import { gathering } from "../../testing/parity/gather.ts";
import { shielding } from "../../testing/parity/shield.ts";
import { sleeping } from "../../testing/parity/sleep.ts";
import { testTwins } from "../../testing/parity/parity.ts";
import { waitingFor } from "../../testing/parity/wait-for.ts";
import { waiting } from "../../testing/parity/wait.ts";

const parts = {
  sleep: sleeping,
  gather: gathering,
  wait: waiting,
  waitFor: waitingFor,
  asCompleted: asCompletedPrograms,
  shield: shielding,
};

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) => testTwins(programs));
