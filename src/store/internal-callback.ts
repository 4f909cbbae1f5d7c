/** Words about a callback of asyncio itself; `callback-name.ts` has the table of them. */
export interface InternalCallback {
  /** Words for a token. */
  readonly label: string;
  /** Subject that learns of a task's end by it; absent for a callback that is about no task's end. */
  readonly learner?: string;
  /** True if it always runs for the end of the task that scheduled it, never for a plain future. */
  readonly alwaysTask?: true;
  /** Subject of what it does: `the server`; absent for a callback that does nothing else that is recorded. */
  readonly subject?: string;
  /** Words after all that it does, once and several times. */
  readonly endings?: readonly [string, string];
  /** Sentence for the moment at which it runs, unless it is about a task's end. */
  readonly runs?: string;
  /** Words after "The loop will", for the moment at which it joins the ready queue. */
  readonly will?: string;
  /** Sentence for the moment at which it is cancelled, if "will not" would mislead. */
  readonly unneeded?: string;
  /** Bookkeeping (`bookkeeping.ts`): always, or where it wakes no task. */
  readonly aside?: "always" | "wakes none";
}
