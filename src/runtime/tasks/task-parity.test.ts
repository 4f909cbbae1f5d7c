/** Tasks, against CPython's own. */
import { describe } from "vitest";
import { cancelledChains } from "../../testing/parity/cancelled-chains.ts";
import { cancelledCleanups } from "../../testing/parity/cancelled-cleanups.ts";
import { taskCancellations } from "../../testing/parity/task-cancellations.ts";
import { taskOutcomes } from "../../testing/parity/task-outcomes.ts";
import { tasks } from "../../testing/parity/tasks.ts";
import { testTwins } from "../../testing/parity/parity.ts";

const parts = {
  tasks,
  "outcomes of tasks": taskOutcomes,
  "cancelled tasks": taskCancellations,
  "cancelled chains": cancelledChains,
  "cancelled cleanups": cancelledCleanups,
};

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) => testTwins(programs));
