/** Context variables, against CPython's own. */
import { describe } from "vitest";
import { contextVariables } from "../../testing/parity/contextvars.ts";
import { taskContexts } from "../../testing/parity/task-contexts.ts";
import { testTwins } from "../../testing/parity/parity.ts";

const parts = { "context variables": contextVariables, "contexts of tasks": taskContexts };

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) => testTwins(programs));
