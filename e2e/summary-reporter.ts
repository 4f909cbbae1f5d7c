// Ends a run with one line that a person and a script read alike: "12 passed, 0 failed".

import type { Reporter, Suite } from "@playwright/test/reporter";

export default class SummaryReporter implements Reporter {
  #suite: Suite | undefined;
  #errors = 0; // those outside of any test, such as a spec that does not compile

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onError(): void {
    this.#errors++;
  }

  // Called last of all, after every reporter's `onEnd`: nothing follows this line.
  async onExit(): Promise<void> {
    const outcomes = (this.#suite?.allTests() ?? []).map((test) => test.outcome());
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    console.log(`${count("expected") + count("flaky")} passed, ${count("unexpected") + this.#errors} failed`);
  }

  printsToStdio(): boolean {
    return false; // so that "line" keeps the terminal to itself until then
  }
}
