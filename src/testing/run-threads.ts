/** Runs Python programs with threads for tests. */
import { expect } from "vitest";
import { runPython, type PythonRun } from "./run-python.ts";

const imports = `
import asyncio, contextvars, queue, threading, time
from concurrent.futures import ThreadPoolExecutor
`;

/** Runs a program after imports, which take three lines. */
export const runThreads = (source: string) => runPython(imports + source);

/** Runs a program that must end well, and print these lines. */
export async function expectOutput(source: string, ...lines: string[]): Promise<PythonRun> {
  const result = await runThreads(source);
  expect(result).toMatchObject({ outcome: "ok", error: null, stderr: "" });
  expect(result.stdout.trimEnd().split("\n")).toEqual(lines);
  return result;
}
