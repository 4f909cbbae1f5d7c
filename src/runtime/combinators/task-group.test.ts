/** Task groups, against CPython's own. */
import { describe } from "vitest";
import { taskGroupCancellations } from "../../testing/parity/task-group-cancellations.ts";
import { taskGroups } from "../../testing/parity/task-groups.ts";
import { testTwins } from "../../testing/parity/parity.ts";

describe("a task group, as CPython's:", () => testTwins([...taskGroups, ...taskGroupCancellations]));
