/** Wait for the end of a process, by a descriptor of it. Mirrors `_PidfdChildWatcher` of `asyncio/unix_events.py`. */
import { named } from "../../loop/loop-handle.ts";
import { noActor } from "../../network/kernel.ts";
import type { SelectorEvents } from "../selector-events.ts";
import type { Popen } from "./popen.ts";

/** Status of a process whose own was read elsewhere. */
const UNKNOWN = 255;

/** Call `ended` with the exit status, in the loop, once the process has ended. */
export function addChildHandler(
  events: SelectorEvents,
  process: Popen,
  ended: (returncode: number) => void,
): void {
  const endpoint = process.process.openDescriptor();
  const watched = { endpoint };
  const wait = named("_PidfdChildWatcher._do_wait", () => {
    events.removeReader(watched);
    let status = process.waitpid();
    if (status === null) {
      events.loop.warn(
        `child process pid ${process.pid} exit status already read:  will report returncode ${UNKNOWN}`,
      );
      status = UNKNOWN;
    }
    endpoint.close(noActor);
    ended(status);
  });
  events.addReader(watched, wait);
}
