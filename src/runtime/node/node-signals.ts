/**
 * Signals that the system sends to the process: Node's, for loops that run on the host. As long as one is watched for, the process
 * stays: a program may wait for nothing else.
 */
import { setSystemSignals, type Signal } from "../io/signals.ts";

/** Longest time of a timer, in milliseconds. */
const LONG = 2 ** 31 - 1;

/** Let loops on the host get the process's signals. */
export function useProcessSignals(): void {
  const listeners = new Map<Signal, { deliver: () => void; stay: NodeJS.Timeout }>();
  setSystemSignals({
    watch(signal, deliver) {
      process.on(signal, deliver);
      listeners.set(signal, { deliver, stay: setInterval(() => {}, LONG) });
    },
    unwatch(signal) {
      const listener = listeners.get(signal);
      if (!listener) return;
      listeners.delete(signal);
      process.off(signal, listener.deliver);
      clearInterval(listener.stay);
    },
  });
}
