/** The gallery: every built-in example. The text shown is the text run. */
import helloWorld from "./python/hello-world.py?raw";
import semaphore from "./python/semaphore.py?raw";
import { DEFAULT_SEED, type Program } from "../share/program.ts";

export interface Example {
  /** As in `?example=<id>`; never changed once published. */
  id: string;
  title: string;
  /** What it shows, in one sentence. */
  summary: string;
  program: Program;
}

const python = (source: string): Program => ({ language: "python", source, seed: DEFAULT_SEED });

export const examples: readonly Example[] = [
  {
    id: "hello-world",
    title: "Hello, world",
    summary: "Ten tasks sleep at once, and wake in the order of their timers.",
    program: python(helloWorld),
  },
  {
    id: "semaphore",
    title: "A semaphore lets three in",
    summary: "Seven workers share three permits; the others wait in line.",
    program: python(semaphore),
  },
];

export function exampleById(id: string): Example | undefined {
  return examples.find((example) => example.id === id);
}
