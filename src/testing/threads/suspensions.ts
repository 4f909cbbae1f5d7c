/**
 * Actions of a thread that suspend it where Python, and not the program's text, calls a function: in a generator that it
 * reads, a context manager, an iterator, a property, an operator or a cached function. `generate.ts` puts them into programs.
 */
import type { Twister } from "./twister.ts";

/** The functions and classes that the actions use: each sleeps until a slot, or for half a one where it has none. */
export const methods = `
def counted(*slots):
    for slot in slots:
        nap(slot)
        yield slot
def passed_on(*slots):
    try:
        return (yield from counted(*slots))
    finally:
        nap(0)
@contextmanager
def held(place, slot):
    with locks[place]:
        nap(slot)
        try:
            yield place
        except KeyError as error:
            nap(0)
            say("handled", error)
class Held:
    def __init__(self, place, slot):
        self.place, self.slot = place, slot
    def __enter__(self):
        locks[self.place].acquire()
        nap(self.slot)
        return self.place
    def __exit__(self, kind, error, trace):
        nap(0)
        locks[self.place].release()
        return kind is KeyError
class Steps:
    def __init__(self, *slots):
        self.slots = iter(slots)
    def __iter__(self):
        return self
    def __next__(self):
        nap(next(self.slots))
        return 1
class Slow:
    def __init__(self, slot):
        self.slot = slot
    @property
    def value(self):
        nap(self.slot)
        return self.slot
    @value.setter
    def value(self, slot):
        nap(self.slot)
        self.slot = slot
    def rest(self):
        nap(self.slot)
        return True
    def __add__(self, other):
        return self.rest() + other
    def __iadd__(self, other):
        self.rest()
        return self
    def __neg__(self):
        return -self.rest()
    def __lt__(self, other):
        self.rest()
        return self.slot < other.slot
    def __eq__(self, other):
        return self.rest() and other == "equal"
    def __hash__(self):
        return hash(self.slot)
    def __contains__(self, item):
        return self.rest() and item == self.slot
    def __getitem__(self, item):
        return self.rest() and item
    def __setitem__(self, item, value):
        self.rest()
    def __len__(self):
        self.rest()
        return 3
    def __bool__(self):
        self.rest()
        return self.slot % 2 == 0
    def __str__(self):
        self.rest()
        return "slow"
    def __format__(self, text):
        self.rest()
        return f"slow {text}"
    def __call__(self, *values):
        self.rest()
        return values
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        self.rest()
        return name
@lru_cache(None)
def cached(slot):
    nap(slot)
    return slot
cache_lock = threading.Lock()
@lru_cache(1)
def shared(place):
    with cache_lock:
        nap(0)
        return place
`;

/** Expressions that sleep until a slot, made of it. */
const expressions: readonly ((act: number, end: number, place: number) => string)[] = [
  (act, end) => `list(counted(${act}, ${end}))`,
  (act, end) => `[value + 1 for value in passed_on(${act}, ${end})]`,
  (act, end) => `sum(n for n in counted(${act}, ${end}) if n % 2)`,
  (act, end) => `dict(zip(counted(${act}), Steps(${end})))`,
  (act, end) => `max(map(rested, [${act}, ${end}], "ab"))`,
  (act) => `next(counted(${act}, 0))`,
  (act, end) => `list(Steps(${act}, ${end}))`,
  (act, end) => `[*Steps(${act}), *enumerate(counted(${end}))]`,
  (act) => `any(n for n in Steps(${act}, 0))`,
  (act) => `Slow(${act}).value`,
  (act) => `Slow(${act}).other`,
  (act, end) => `Slow(${act}) + Slow(${end}).value`,
  (act, end) => `-Slow(${act}), not Slow(${end})`,
  (act, end) => `Slow(${act}) == "equal", ${end} in Slow(${end})`,
  (act, end) => `Slow(${act})["item"], len(Slow(${end}))`,
  (act, end) => `"yes" if Slow(${act}) else Slow(${end}).slot`,
  (act, end) => `Slow(${act}) and Slow(${end}).value`,
  (act, end) => `f"{Slow(${act})!s} {Slow(${end}):x}"`,
  (act, end) => `str(Slow(${act})), format(Slow(${end}), "y")`,
  (act, end) => `Slow(${act})(Slow(${end}).value)`,
  (act, end) => `max(Slow(${act}), Slow(${end})).slot`,
  (act, end) => `[slow.slot for slow in sorted([Slow(${act}), Slow(${end})])]`,
  (act, end) => `sorted([${act}, ${end}], key=lambda n: -rested(n, n))`,
  (act, end) => `cached(${act}) + cached(${act}), cached(${end})`,
  (act, end) => `[Slow(${act})] == ["equal"], [Slow(${end})].count("equal")`,
  (act, end) => `"%s %d" % (Slow(${act}), ${end}), "{:z}".format(Slow(${end}))`,
  (act, end) => `bisect.bisect([${act}, ${end}], ${end}, key=lambda n: rested(n, n))`,
  (act, end) => `[key for key, _ in groupby([${act}, ${end}, 1], lambda n: rested(n, n > 9))]`,
  (act, end) => `list(islice(chain(counted(${act}), map(rested, [${end}], "c")), 2))`,
  (_act, _end, place) => `shared(${place}), shared(${place})`,
];

/** Return the lines of an action that suspends the thread until the slots `act` and `end` at the latest. */
export function suspensions(random: Twister, who: string, place: number, act: number, end: number): string[] {
  const say = (what: string) => `say(${who}, ${what})`;
  const raising = random.below(3) === 0 ? [`    raise KeyError(${act})`] : [];
  switch (random.below(10)) {
    case 0:
      return [
        `for value in ${random.below(2) ? "counted" : "passed_on"}(${act}, ${end}):`,
        `    ${say("value")}`,
        ...(random.below(2) ? ["    break"] : []),
      ];
    case 1:
      return [`with held(${place}, ${act}) as got:`, `    ${say("got")}`, ...raising, `nap(${end})`];
    case 2:
      return [
        `with Held(${place}, ${act}) as got:`,
        `    ${say('"entered", got')}`,
        ...raising,
        `nap(${end})`,
        say('"left"'),
      ];
    case 3:
      return [
        `slow = Slow(${act})`,
        random.below(2) ? `slow.value = ${end}` : "slow += 1",
        "slow[0] = 1",
        say("slow.slot"),
      ];
    default:
      return [say(expressions[random.below(expressions.length)]!(act, end, place))];
  }
}
