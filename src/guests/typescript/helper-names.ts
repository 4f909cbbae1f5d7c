/** Names of the compiler's helpers that helpers.ts replaces; the compiler's own text of them is removed. */
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
