/** Asynchronous generators and what goes through them, against CPython's own. */
import { describe } from "vitest";
import { asyncContexts } from "../testing/twins/async-contexts.ts";
import { asyncGeneratorCancellations } from "../testing/twins/async-generator-cancellations.ts";
import { asyncGeneratorClosings } from "../testing/twins/async-generator-closings.ts";
import { asyncGeneratorShutdowns } from "../testing/twins/async-generator-shutdowns.ts";
import { asyncGeneratorTasks } from "../testing/twins/async-generator-tasks.ts";
import { asyncGenerators } from "../testing/twins/async-generators.ts";
import { asyncIterations } from "../testing/twins/async-iterations.ts";
import { withOpenGenerators } from "../testing/twins/asyncgen-kit.ts";
import { compiledGenerators } from "../testing/twins/compiled-generators.ts";
import { generatorContexts } from "../testing/twins/generator-contexts.ts";
import { testTwins } from "../testing/twins/twins.ts";

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
