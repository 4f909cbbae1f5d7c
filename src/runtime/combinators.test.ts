/** sleep, gather, wait, waitFor, asCompleted and shield, against CPython's own. */
import { describe } from "vitest";
import { asCompletedPrograms } from "../testing/twins/as-completed.ts";
import { gathering } from "../testing/twins/gather.ts";
import { shielding } from "../testing/twins/shield.ts";
import { sleeping } from "../testing/twins/sleep.ts";
import { testTwins } from "../testing/twins/twins.ts";
import { waitingFor } from "../testing/twins/wait-for.ts";
import { waiting } from "../testing/twins/wait.ts";

const parts = {
  sleep: sleeping,
  gather: gathering,
  wait: waiting,
  waitFor: waitingFor,
  asCompleted: asCompletedPrograms,
  shield: shielding,
};

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) => testTwins(programs));
