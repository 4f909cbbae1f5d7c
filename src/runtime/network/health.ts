/**
 * Health of hosts and of their links: what a plan of faults changes (`faults.ts`), and links and handshakes look at. It is kept by a
 * host's name, so that a fault may come before the program has reached the host.
 */

/** State of a host and of its link. */
export class Health {
  isCrashed = false;
  isCut = false;
  slowness = 1;
  #waiting: (() => void)[] = [];

  /** Call `then` when the link is restored. */
  whenRestored(then: () => void): void {
    this.#waiting.push(then);
  }

  restore(): void {
    this.isCrashed = this.isCut = false;
    this.slowness = 1;
    for (const then of this.#waiting.splice(0)) then();
  }
}

/** Health of what no plan names. */
export const WELL = new Health();
