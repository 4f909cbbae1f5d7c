/**
 * Random programs for fast-check. There are few different times, so that much happens in the same iteration. Most
 * programs have one theme and some kinds of its steps alone: what they do meets more often than if all were in all
 * ("swarm testing"). A program shrinks towards fewer tasks, fewer steps and smaller numbers.
 */
import fc, { type Arbitrary } from "fast-check";
import type { Action, Body, RandomProgram, Step, Target } from "./program.ts";
import {
  choice,
  common,
  delay,
  fewer,
  just,
  ofTwo,
  someTask,
  themes,
  words,
  type Choice,
  type Parts,
  type Pick,
  type Theme,
} from "./themes.ts";

/** How deep bodies stand in bodies. */
const deep = { maxDepth: 3, depthIdentifier: "body", withCrossShrink: true };

/** Choices that are kept or left out together: more than any theme has. */
const SWITCHES = 32;
type Switches = readonly boolean[];

/** Programs of some themes, with those choices whose switch is on. */
function programOf(chosen: readonly Theme[], pick: Pick, switches: Switches): Arbitrary<RandomProgram> {
  const isOn = (_choice: unknown, index: number) => switches[index % SWITCHES] as boolean;
  const parts = [common, ...chosen].map((theme) => theme(pick));
  const actions = parts.flatMap((part) => part.actions ?? []).filter(isOn);
  const { body } = fc.letrec<{ body: Body; step: Step; action: Action; target: Target }>((tie) => {
    const made: Parts = {
      body: tie("body"),
      target: tie("target"),
      targets: fc.array(tie("target"), { maxLength: 3 }),
    };
    const then = fc.array(tie("action"), { maxLength: 2 });
    const scheduling: Choice<Action>[] = [
      choice(2, fc.tuple(just("later"), delay, then)),
      choice(1, fc.tuple(just("soon"), then)),
      choice(1, fc.tuple(just("onDone"), futureOf(tie("target")), then)),
    ];
    const steps = parts.flatMap((part) => part.steps?.(made) ?? []).filter(isOn);
    const always = {
      action: choice(10, fc.tuple(just("cancel"), seldomMain, words(null, "why", "no"))),
      step: choice(10, fc.tuple(just("sleep"), delay)),
    };
    return {
      body: fc.array(tie("step"), { maxLength: 4 }),
      // The first one is used where the depth limit allows no other.
      step: fc.oneof(deep, always.step, always.action, ...steps, ...actions, ...scheduling),
      action: fc.oneof(deep, always.action, ...actions, ...scheduling),
      target: fc.oneof(
        deep,
        fc.tuple(just("task"), someTask),
        fc.tuple(just("future"), ofTwo),
        fc.tuple(just("body"), tie("body")),
      ),
    };
  });
  return fc.record({
    tasks: fc.array(body, { minLength: 2, maxLength: 6 }),
    main: body,
    lingers: words(9, 9, 9, 0),
  });
}

/** The main task ends the program with it. */
const seldomMain = words(1, 2, 3, 4, 1, 2, 3, 5, 0);

/** A callback needs a future that is there. */
function futureOf(target: Arbitrary<Target>): Arbitrary<Target> {
  return target.map((each) => (each[0] === "body" ? (["future", 0] as const) : each));
}

const everything = programOf(
  themes,
  (several) => several,
  Array.from({ length: SWITCHES }, () => true),
);

const switches = fc.array(fc.boolean(), { minLength: SWITCHES, maxLength: SWITCHES });

const swarm = fc
  .noShrink(fc.tuple(words(...themes), fc.boolean(), switches))
  .chain(([theme, isFew, on]) => programOf([theme], isFew ? fewer : (several) => several, on));

export const randomProgram: Arbitrary<RandomProgram> = fc.oneof(choice(1, everything), choice(5, swarm));
