/** Queues, against CPython's own. */
import { describe } from "vitest";
import { items } from "../../testing/parity/queue-items.ts";
import { joining } from "../../testing/parity/queue-joins.ts";
import { shutdowns } from "../../testing/parity/queue-shutdowns.ts";
import { waiting } from "../../testing/parity/queue-waits.ts";
import { testTwins } from "../../testing/parity/parity.ts";

describe.each(Object.entries({ items, waiting, joining, shutdowns }))(
  "a queue as CPython's: %s:",
  (_name, programs) => testTwins(programs),
);
