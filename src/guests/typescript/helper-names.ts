/** The compiler's helpers that have asyncio's semantics here: `helpers.ts` has them; the compiler's own are left out. */
export const helperNames = [
  "__addDisposableResource",
  "__asyncDelegator",
  "__asyncGenerator",
  "__asyncValues",
  "__await",
  "__awaiter",
  "__disposeResources",
] as const;

export type HelperName = (typeof helperNames)[number];
