/**
 * Pace: how long playing shows things, in real milliseconds at the speed Story. One table with its reasons; the other
 * speeds are factors of it. Used by `beats.ts` for the time of a beat and by `moves.ts` for the moves inside it.
 *
 * Invariant: a sentence stands for at least `LEAST`, and a single move for at least as long as its motion, 240 ms. Moves
 * in a quick row are shorter; the stage shortens their motion.
 */

/** The shortest time for which a sentence stands. */
const LEAST = 800;
/** Time for a sentence that is new in its form: 45 ms a character, estimated by the number of things that it says. */
const READING = { sentence: 500, thing: 750 };
/** Most things that one sentence says. */
const MOST_THINGS = 3;
/** Parts of the reading time for a form that was read before: the second time, the third, and each later one. */
const READ_BEFORE = [1, 0.7, 0.6, 0.5, 0.45, 0.4, 0.35, 0.3];

/** A callback enters Running. */
export const ENTER = 280;
/** It does something that is seen. */
const ACT = 250;
/** It does the same again and again: ten tasks are created in a second. */
const QUICK = 100;
/** So many acts of a callback are slow. */
const SLOW_ACTS = 2;
/** It leaves, and the picture rests. */
export const LEAVE = 300;
/** From so many quick moves in a row on, each is shorter than the one before, so that a thousand take six seconds. */
const QUICK_MOVES = 10;

/** A jump of the clock: the shortest, and what a jump of 1 s and a very long one add. */
const WAIT = { least: 600, most: 1600, second: 450 };
/** The first callback of a sleep that is over: it enters and leaves. */
const WAKE = ENTER + LEAVE;
/** The first jump of a run comes with a longer sentence. */
const FIRST_WAIT = 1200;

/** The most timers due at one time that are seen to move one after the other. */
export const MOST_DUE = 1000;

/** A stop of a tour. */
const STOP = { least: 1800, character: 55 };

/** The least for the rest of a passage that a tour's stop has cut in two. */
export const RESTART = 1200;
/** The loop's start, its stop, and cleaning up. */
export const OPENING = 1300;

/** Return the time of the `position`-th move of a quick row, from 1. */
export function quickMove(position: number): number {
  return position <= QUICK_MOVES ? QUICK : (QUICK * QUICK_MOVES) / position;
}

/** Return the time of bookkeeping, the `position`-th of its passage, from 1: it is seen to happen, and says nothing. */
export function asideTime(position: number): number {
  return quickMove(position) / 3;
}

/** Return the time of a callback's act; `position` counts the acts of the callback from 0. */
export function actTime(position: number): number {
  return position < SLOW_ACTS ? ACT : quickMove(position - SLOW_ACTS + 1);
}

/**
 * Return the time of a callback that begins a passage. Its sentence says up to three of `things`, in a form that is
 * there for the `nth` time, from 1; `acts` is the time of what is seen.
 */
export function callbackTime({ things, acts, nth }: { things: number; acts: number; nth: number }): number {
  const reading = READING.sentence + READING.thing * Math.max(1, Math.min(MOST_THINGS, things));
  return Math.max(LEAST, reading * readAgain(nth), ENTER + acts + LEAVE);
}

function readAgain(nth: number): number {
  return READ_BEFORE[Math.min(nth, READ_BEFORE.length) - 1] as number;
}

/** Return the time of a jump of the clock by `seconds`, the `nth` of its run, after which `due` timers are due. */
export function waitTime(seconds: number, nth: number, due: number): number {
  const jump = Math.min(WAIT.most, WAIT.least + WAIT.second * Math.log2(1 + seconds));
  let dues = 0;
  for (let i = 1; i <= due && i <= MOST_DUE; i++) dues += quickMove(i);
  return jump + dues + (nth === 1 ? FIRST_WAIT : 0);
}

/** Return the time of a jump after which packets arrive; its sentence has a form that is there for the `nth` time. */
export function arrivalTime(jump: number, nth: number): number {
  return Math.max(LEAST, jump * readAgain(nth));
}

/** Return the time of the `position`-th sleep that is over after a jump, from 1. */
export function wakeTime(position: number): number {
  return position === 1 ? WAKE : quickMove(position - 1);
}

/** Return the time that a tour holds at a stop with this caption. */
export function stopTime(caption: string): number {
  return Math.max(STOP.least, STOP.character * caption.length);
}
