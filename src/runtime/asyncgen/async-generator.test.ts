/** Asynchronous generators and what goes through them, against CPython's own. */
import { describe } from "vitest";
import { asyncContexts } from "../../testing/parity/async-contexts.ts";
import { asyncGeneratorCancellations } from "../../testing/parity/async-generator-cancellations.ts";
import { asyncGeneratorClosings } from "../../testing/parity/async-generator-closings.ts";
import { asyncGeneratorShutdowns } from "../../testing/parity/async-generator-shutdowns.ts";
import { asyncGeneratorTasks } from "../../testing/parity/async-generator-tasks.ts";
import { asyncGenerators } from "../../testing/parity/async-generators.ts";
import { asyncIterations } from "../../testing/parity/async-iterations.ts";
import { withOpenGenerators } from "../../testing/parity/asyncgen-kit.ts";
import { compiledGenerators } from "../../testing/parity/compiled-generators.ts";
import { generatorContexts } from "../../testing/parity/generator-contexts.ts";
import { testTwins } from "../../testing/parity/parity.ts";

const parts = {
  "an asynchronous generator": asyncGenerators,
  "closing an asynchronous generator": asyncGeneratorClosings,
  "cancelling who awaits an asynchronous generator": asyncGeneratorCancellations,
  "an asynchronous generator among tasks": asyncGeneratorTasks,
  "a loop that shuts its asynchronous generators down": asyncGeneratorShutdowns,
  "asynchronous iteration": asyncIterations,
  "a context manager with an asynchronous generator": asyncContexts,
  "a context manager made of an asynchronous generator": generatorContexts,
  "an asynchronous generator that TypeScript compiled": compiledGenerators,
};

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) =>
  testTwins(withOpenGenerators(programs)),
);
