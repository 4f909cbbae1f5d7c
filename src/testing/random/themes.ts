/** What random programs are about: the kinds of steps that belong together, and how often each of them comes. */
import fc, { type Arbitrary, type WeightedArbitrary } from "fast-check";
import type { Action, Body, LockKind, Step, Target } from "./program.ts";

export type Choice<T> = WeightedArbitrary<T>;

export const choice = <T>(weight: number, arbitrary: Arbitrary<T>): Choice<T> => ({ weight, arbitrary });
export const just = <const T>(value: T) => fc.constant(value);
export const words = <const T>(...values: T[]) => fc.constantFrom(...values);

export const delay = words(0, 1, 2, 0.5, 3);
const limit = words(1, 0, 2, 0.5, 1.5, null);
export const someTask = fc.nat({ max: 6 });
const count = fc.nat({ max: 2 });
/** Mostly the first of two or three like things. */
export const ofTwo = words(0, 0, 0, 1);
const ofThree = words(0, 0, 0, 1, 2);

/** Which of several like things a program works with. */
export type Pick = (several: Arbitrary<number>) => Arbitrary<number>;
/** The first alone: all meet there. */
export const fewer: Pick = () => fc.constant(0);

/** The bodies and targets of the program that a theme's steps are in. */
export interface Parts {
  body: Arbitrary<Body>;
  target: Arbitrary<Target>;
  targets: Arbitrary<Target[]>;
}

export type Theme = (pick: Pick) => {
  actions?: Choice<Action>[];
  steps?: (parts: Parts) => Choice<Step>[];
};

/** In every program, besides sleeps and cancellations. */
export const common: Theme = () => ({
  actions: [choice(1, fc.tuple(just("cancelHandle"), count))],
  steps: ({ body, target }) => [
    choice(1, fc.tuple(just("raise"), words("one", "two"))),
    choice(2, fc.tuple(just("spawn"), body)),
    choice(1, fc.tuple(just("spawnEager"), body)),
    choice(2, fc.tuple(just("await"), target)),
    choice(5, fc.tuple(just("try"), words("all", "errors", "cancelled"), body, body, fc.boolean())),
    choice(1, fc.tuple(just("finally"), body, body)),
  ],
});

const locksOf =
  (kind: LockKind, several: Arbitrary<number>): Theme =>
  (pick) => ({
    actions: [choice(6, fc.tuple(just("release"), just(kind), pick(several)))],
    steps: ({ body }) => [
      choice(20, fc.tuple(just("with"), just(kind), pick(several), body)),
      choice(15, fc.tuple(just("acquire"), just(kind), pick(several))),
    ],
  });

const locks = locksOf("lock", ofTwo);
const semaphores = locksOf("semaphore", ofThree);
const conditionLocks = locksOf("condition", ofThree);

const conditions: Theme = (pick) => ({
  actions: [choice(6, fc.tuple(just("notifyNow"), pick(ofThree), count))],
  steps: ({ body }) => [
    choice(8, fc.tuple(just("with"), just("condition"), pick(ofThree), body)),
    choice(20, fc.tuple(just("waitCondition"), pick(ofThree))),
    choice(15, fc.tuple(just("notify"), pick(ofThree), count)),
  ],
});

const events: Theme = (pick) => ({
  actions: [choice(10, fc.tuple(just("set"), pick(ofTwo))), choice(6, fc.tuple(just("clear"), pick(ofTwo)))],
  steps: () => [choice(25, fc.tuple(just("waitEvent"), pick(ofTwo)))],
});

const queues: Theme = (pick) => ({
  actions: [
    choice(15, fc.tuple(just("putNowait"), pick(ofThree))),
    choice(15, fc.tuple(just("getNowait"), pick(ofThree))),
    choice(8, fc.tuple(just("taskDone"), pick(ofThree))),
    choice(2, fc.tuple(just("shutdown"), pick(ofThree))),
    choice(2, fc.tuple(just("shutdownNow"), pick(ofThree))),
  ],
  steps: () => [
    choice(25, fc.tuple(just("put"), pick(ofThree))),
    choice(25, fc.tuple(just("get"), pick(ofThree))),
    choice(10, fc.tuple(just("join"), pick(ofThree))),
  ],
});

const barriers: Theme = () => ({
  steps: ({ body }) => [
    choice(25, fc.tuple(just("waitBarrier"), just(0))),
    choice(4, fc.tuple(just("abortBarrier"), just(0))),
    choice(6, fc.tuple(just("resetBarrier"), just(0))),
    choice(5, fc.tuple(just("with"), just("barrier"), just(0), body)),
  ],
});

const futures: Theme = (pick) => ({
  actions: [
    choice(6, fc.tuple(just("setResult"), pick(ofTwo))),
    choice(6, fc.tuple(just("setException"), pick(ofTwo))),
    choice(6, fc.tuple(just("cancelFuture"), pick(ofTwo))),
  ],
  steps: ({ target }) => [choice(20, fc.tuple(just("await"), target))],
});

const combinators: Theme = (pick) => ({
  actions: [
    choice(4, fc.tuple(words("setResult", "setException", "cancelFuture"), pick(ofTwo))),
    choice(2, fc.tuple(words("uncancel", "cancelling"))),
  ],
  steps: ({ target, targets }) => [
    choice(12, fc.tuple(just("shield"), target)),
    choice(18, fc.tuple(just("gather"), targets, fc.boolean())),
    choice(
      12,
      fc.tuple(just("wait"), targets, limit, words("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION")),
    ),
    choice(8, fc.tuple(just("asCompleted"), targets, limit)),
  ],
});

/** A block as it is, and as often one whose errors the task survives. */
function block(weight: number, step: Arbitrary<Step>, body: Arbitrary<Body>): Choice<Step>[] {
  const survived = fc.tuple(words("errors", "all"), step, body);
  return [
    choice(weight, step),
    choice(
      weight,
      survived.map(([caught, inside, handler]) => ["try", caught, [inside], handler, false] as const),
    ),
  ];
}

const timeouts: Theme = () => ({
  actions: [
    choice(5, fc.tuple(just("reschedule"), limit)),
    choice(5, fc.tuple(words("uncancel", "cancelling"))),
  ],
  steps: ({ body, target }) => [
    ...block(20, fc.tuple(just("timeout"), limit, body), body),
    choice(15, fc.tuple(just("waitFor"), target, words(0, 1, 0, 2, 0.5, null))),
  ],
});

const groups: Theme = () => ({
  actions: [choice(6, fc.tuple(words("uncancel", "cancelling")))],
  steps: ({ body }) => [
    ...block(20, fc.tuple(just("group"), fc.array(body, { maxLength: 3 }), body), body),
    choice(8, fc.tuple(just("spawnInGroup"), body)),
    choice(8, fc.tuple(just("timeout"), limit, body)),
    choice(10, fc.tuple(just("raise"), words("one", "two"))),
  ],
});

export const themes: readonly Theme[] = [
  locks,
  semaphores,
  conditionLocks,
  conditions,
  events,
  queues,
  barriers,
  futures,
  combinators,
  timeouts,
  groups,
];
