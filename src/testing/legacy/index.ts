/** All legacy programs, by their outdated feature. */
import { coroutines } from "./coroutines.ts";
import { generators } from "./generators.ts";
import { locks } from "./locks.ts";
import { loops } from "./loops.ts";
import { names } from "./names.ts";
import { shapes } from "./shapes.ts";
import { tasks } from "./tasks.ts";
import { waits } from "./waits.ts";

export const oldPrograms = { coroutines, generators, tasks, shapes, locks, loops, waits, names };
