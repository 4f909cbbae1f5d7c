// Ends a run with the ten slowest tests, what all tests took together, and one line that a person and a script read
// alike: "12 passed, 0 failed".

import type { Reporter, Suite, TestCase } from "@playwright/test/reporter";

const SHOWN_SLOWEST = 10;

export default class SummaryReporter implements Reporter {
  #suite: Suite | undefined;
  #errors = 0; // those outside of any test, such as a spec that does not compile

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onError(): void {
    this.#errors++;
  }

  // Called last of all, after every reporter's `onEnd`: nothing follows its last line.
  async onExit(): Promise<void> {
    const tests = this.#suite?.allTests() ?? [];
    const slowest = tests.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, SHOWN_SLOWEST);
    for (const test of slowest) console.log(`${seconds(test).toFixed(1).padStart(6)} s  ${nameOf(test)}`);
    const sum = tests.reduce((sum, test) => sum + seconds(test), 0);
    console.log(`${sum.toFixed(0).padStart(6)} s  in all ${tests.length} tests`);
    const outcomes = tests.map((test) => test.outcome());
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    console.log(`${count("expected") + count("flaky")} passed, ${count("unexpected") + this.#errors} failed`);
  }

  printsToStdio(): boolean {
    return false; // so that "line" keeps the terminal to itself until then
  }
}

/** The time that a test took, its retries included. */
function seconds({ results }: TestCase): number {
  return results.reduce((sum, { duration }) => sum + duration, 0) / 1000;
}

function nameOf(test: TestCase): string {
  const [, , file, ...titles] = test.titlePath();
  return `${file}:${test.location.line} ${titles.join(" › ")}`;
}
