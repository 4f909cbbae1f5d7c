/** Moments at which the harness shows the views: an example's recorded run, an event of it, and the selected task. */
import deadlock from "../../src/examples/python/deadlock.py?raw";
import deadlockRun from "../../src/examples/python/deadlock.py?recorded";
import hello from "../../src/examples/python/hello-world.py?raw";
import helloRun from "../../src/examples/python/hello-world.py?recorded";
import semaphore from "../../src/examples/python/semaphore.py?raw";
import semaphoreRun from "../../src/examples/python/semaphore.py?recorded";

export interface Moment {
  source: string;
  /** As `packRun` packs it. */
  recorded: string;
  /** The event, named as in a link; null for the last. */
  at: string | null;
  /** The selected task's name; null for none. */
  task: string | null;
}

const moment = (source: string, recorded: string, at: string | null, task: string | null = null): Moment => ({
  source,
  recorded,
  at,
  task,
});

/** Ten timers are pending. */
export const asleep = moment(hello, helloRun, "timerScheduled:hello-3:1");
/** One task runs, and writes. */
export const awake = moment(hello, helloRun, "outputWritten:hello-3:1");
/** Everything is over. */
export const done = moment(hello, helloRun, null);
/** Three tasks hold a permit, two are in line. */
export const full = moment(semaphore, semaphoreRun, "resourceWaited:worker-5:1");
/** A permit is free again, and a task in line is selected. */
export const released = moment(semaphore, semaphoreRun, "resourceReleased:worker-2:1", "worker-4");
/** Nothing can run again: an error, a warning, and a cycle of waits. */
export const stuck = moment(deadlock, deadlockRun, null);
