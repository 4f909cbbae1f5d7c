/**
 * Traces of the network alone: calls of its endpoints are recorded without a loop or a guest. Called by the tests of what
 * is derived from such traces.
 */
import { VirtualClock } from "../../runtime/loop/clock.ts";
import { Network } from "../../runtime/network/network.ts";
import { type LinkSettings, networkSettings } from "../../runtime/network/settings.ts";
import { TraceStore } from "../../store/trace-store.ts";
import { Recorder } from "../../trace/recorder.ts";

export interface RecordedNetwork {
  readonly network: Network;
  /** Let time pass until nothing is on its way, or until `time`. */
  pass(time?: number): void;
  /** Return the store with all that was recorded so far. */
  store(): TraceStore;
}

/** Make a network whose packets to the program itself take the way of `localhost`. */
export function recordNetwork(seed: number, localhost: Partial<LinkSettings>): RecordedNetwork {
  const store = new TraceStore();
  const recorder = new Recorder({ cap: 1e6, onChunk: (chunk) => store.append(chunk), onFull: () => {} });
  const clock = new VirtualClock();
  const network = new Network(clock, recorder, networkSettings({ localhost }), seed);
  return {
    network,
    pass(time = Infinity) {
      while (network.nextTime() <= time && network.nextTime() < Infinity) {
        const from = clock.time();
        clock.advanceTo(network.nextTime());
        if (clock.time() > from) recorder.clockAdvanced(clock.time(), from);
        network.runDue(clock.time());
      }
      if (time < Infinity) clock.advanceTo(time);
    },
    store() {
      recorder.flush();
      return store;
    },
  };
}
