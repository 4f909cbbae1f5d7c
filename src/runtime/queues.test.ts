/** Queues, against CPython's own. */
import { describe } from "vitest";
import { items } from "../testing/twins/queue-items.ts";
import { joining } from "../testing/twins/queue-joins.ts";
import { shutdowns } from "../testing/twins/queue-shutdowns.ts";
import { waiting } from "../testing/twins/queue-waits.ts";
import { testTwins } from "../testing/twins/twins.ts";

describe.each(Object.entries({ items, waiting, joining, shutdowns }))(
  "a queue as CPython's: %s:",
  (_name, programs) => testTwins(programs),
);
