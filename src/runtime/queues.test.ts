import { describe } from "vitest";
import { testSideBySide } from "../testing/side-by-side.ts";
import { items } from "../testing/side-by-side/queue-items.ts";
import { shutdowns } from "../testing/side-by-side/queue-shutdowns.ts";
import { joining, waiting } from "../testing/side-by-side/queue-waits.ts";

describe.each(Object.entries({ items, waiting, joining, shutdowns }))(
  "a queue as CPython's: %s:",
  (_name, programs) => testSideBySide(programs),
);
