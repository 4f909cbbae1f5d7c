/** Tasks, against CPython's own. */
import { describe } from "vitest";
import { cancelledChains } from "../testing/twins/cancelled-chains.ts";
import { cancelledCleanups } from "../testing/twins/cancelled-cleanups.ts";
import { taskCancellations } from "../testing/twins/task-cancellations.ts";
import { taskOutcomes } from "../testing/twins/task-outcomes.ts";
import { tasks } from "../testing/twins/tasks.ts";
import { testTwins } from "../testing/twins/twins.ts";

const parts = {
  tasks,
  "outcomes of tasks": taskOutcomes,
  "cancelled tasks": taskCancellations,
  "cancelled chains": cancelledChains,
  "cancelled cleanups": cancelledCleanups,
};

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) => testTwins(programs));
