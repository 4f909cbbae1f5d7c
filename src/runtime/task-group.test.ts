/** Task groups, against CPython's own. */
import { describe } from "vitest";
import { taskGroupCancellations } from "../testing/twins/task-group-cancellations.ts";
import { taskGroups } from "../testing/twins/task-groups.ts";
import { testTwins } from "../testing/twins/twins.ts";

describe("a task group, as CPython's:", () => testTwins([...taskGroups, ...taskGroupCancellations]));
