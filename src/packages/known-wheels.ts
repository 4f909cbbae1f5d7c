/**
 * A source of wheels whose list is at hand: a folder's, or those that this browser keeps.
 */
import { newestFirst } from "./requirement.ts";
import type { WheelSource } from "./resolve.ts";
import type { OpenedWheel } from "./wheel.ts";
import type { FoundWheel } from "./wheel-file.ts";

export interface KnownWheel extends OpenedWheel, Pick<FoundWheel, "bytes"> {}

/** Return the source of `wheels`, which are in a place `from`. */
export function knownWheels(from: string, wheels: readonly KnownWheel[]): WheelSource {
  const newest = wheels
    .map((wheel) => ({ ...wheel, from, isRemote: false, requirements: async () => wheel.requires }))
    .sort((a, b) => newestFirst(a.version, b.version));
  return {
    isRemote: false,
    packageWith: async (module) => newest.find(({ modules }) => modules.includes(module))?.name ?? null,
    wheelsOf: async (name) => newest.filter((wheel) => wheel.name === name),
  };
}
