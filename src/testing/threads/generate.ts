/**
 * Random programs with threads, sleeps, queues and locks, whose order is determined: a thread sleeps and times out at
 * times of its own, `SLOT` seconds apart from all others, and what wakes another thread prints nothing.
 */
import { methods, suspensions } from "./suspensions.ts";
import { Twister } from "./twister.ts";

/** Seconds between two times at which something happens by the clock. */
const SLOT = 0.02;

const beginning = `
import bisect, queue, threading, time
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, groupby, islice
from concurrent.futures import ThreadPoolExecutor, TimeoutError
begun = time.monotonic()
def say(*values):
    words = " ".join(map(str, values))
    print(f"{time.monotonic() - begun:.4f} {words}\\n", end="", flush=True)
def left(slot):
    return max(0.0001, begun + slot * ${SLOT} - time.monotonic())
def nap(slot):
    # One that is late rests for half a slot, so that it is alone.
    rest = begun + slot * ${SLOT} - time.monotonic()
    time.sleep(rest if rest > 0.004 else ${SLOT / 2})
def rested(slot, value):
    nap(slot)
    return value
def until(function, slot):
    try:
        return function(timeout=left(slot))
    except (queue.Empty, queue.Full, TimeoutError):
        return "late"
locks = [threading.Lock(), threading.RLock()]
gates = [threading.Semaphore(1), threading.BoundedSemaphore(2)]
queues = [queue.Queue(), queue.SimpleQueue(), queue.PriorityQueue()]
events = [threading.Event(), threading.Event()]
condition = threading.Condition()
pool = ThreadPoolExecutor(2)
${methods}`;

/** The source of the program of a seed. */
export function generate(seed: number): string {
  const random = new Twister(seed);
  const threads = 2 + random.below(3);
  const actions = Array.from({ length: threads }, () => 3 + random.below(3));
  const slots = random.shuffled(3 * actions.reduce((sum, count) => sum + count, 0));
  const functions = actions.map((count, thread) => {
    const own = slots.splice(0, 3 * count).sort((a, b) => a - b);
    const lines = Array.from({ length: count }, (_, i) =>
      action(random, thread, own.slice(3 * i, 3 * i + 3)),
    );
    return `def thread_${thread}():\n${lines
      .flat()
      .map((line) => `    ${line}\n`)
      .join("")}`;
  });
  const all = `[${actions.map((_, thread) => `thread_${thread}`).join(", ")}]`;
  return `${beginning}${functions.join("")}threads = [threading.Thread(target=target) for target in ${all}]
for thread in threads: thread.start()
for thread in threads: thread.join()
pool.shutdown()
say("end", [lock.acquire(blocking=False) for lock in locks], queues[0].qsize(), [event.is_set() for event in events])
`;
}

/** The lines of one action of a thread, which begins, acts and ends at the three times at the latest. */
function action(random: Twister, thread: number, [begin, act = 0, end = 0]: readonly number[]): string[] {
  const who = `"${thread}-${begin}"`;
  const place = random.below(2);
  const nap = `nap(${begin})`;
  if (random.below(2)) return [nap, ...suspensions(random, who, place, act, end)];
  switch (random.below(10)) {
    case 0:
      return [nap, `with locks[${place}]:`, `    nap(${act})`, `    say(${who}, "locked")`];
    case 1:
      return [
        nap,
        `if locks[0].acquire(timeout=left(${act})):`,
        `    say(${who}, "acquired")`,
        `    nap(${end})`,
        "    locks[0].release()",
        "else:",
        `    say(${who}, "not acquired")`,
      ];
    case 2:
    case 3:
      return [nap, `queues[${random.below(3)}].put(${begin})`];
    case 4:
      return [nap, `say(${who}, "got", until(queues[${random.below(3)}].get, ${act}))`];
    case 5:
      return [nap, `events[${place}].${random.below(3) ? "set" : "clear"}()`];
    case 6:
      return [nap, `came = events[${place}].wait(left(${act}))`, `nap(${end})`, `say(${who}, "event", came)`];
    case 7:
      return [nap, `with gates[${place}]:`, `    nap(${act})`, `    say(${who}, "through")`];
    case 8:
      return random.below(2)
        ? [nap, "with condition: condition.notify()"]
        : [nap, "with condition:", `    say(${who}, "notified", condition.wait(left(${act})))`];
    default:
      return random.below(2)
        ? [nap, `say(${who}, "result", until(pool.submit(rested, ${act}, ${begin}).result, ${end}))`]
        : [
            nap,
            `inner = threading.Thread(target=rested, args=(${act}, 0))`,
            "inner.start()",
            `inner.join(left(${end}))`,
            `say(${who}, "joined", inner.is_alive())`,
          ];
  }
}
