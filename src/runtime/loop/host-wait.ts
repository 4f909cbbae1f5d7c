/**
 * Wait of a loop on the host's clock: it hands the thread back, as other asynchronous code does. Called by the loop.
 */

/** Longest delay of the host's `setTimeout`. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export class HostWait {
  #end: (() => void) | null = null;

  /** Resolve after `seconds`, or at `wake`. The host may be slightly early, so the caller must read the clock. */
  wait(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout =
        seconds === Infinity
          ? undefined
          : setTimeout(() => this.wake(), Math.min(seconds * 1000, MAX_TIMEOUT_MS));
      this.#end = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }

  /** End the wait, if there is one. */
  wake(): void {
    const end = this.#end;
    this.#end = null;
    end?.();
  }
}

/** Resolve after the jobs that are queued at the host now. A message takes less time than a timeout of 0. */
export function hostTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
