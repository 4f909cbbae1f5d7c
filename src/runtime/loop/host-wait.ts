/** How a loop on the host's clock waits: as any other code of the host, by handing the thread back. */

/** Longer than this at one time the host does not wait. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export class HostWait {
  #end: (() => void) | null = null;

  /** Resolves after `seconds`, or at `wake`. The host may be a little early: look at the clock. */
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

  /** Ends the wait, if there is one. */
  wake(): void {
    const end = this.#end;
    this.#end = null;
    end?.();
  }
}

/** Resolves after what else the host has to do now. */
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
