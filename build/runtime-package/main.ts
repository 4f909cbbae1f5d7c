/**
 * `npm run build:runtime`: writes the package of the runtime to `dist-runtime/`. `npm run build:runtime -- --try` also packs it
 * and uses it from an empty folder, without a network: its declarations, virtual time, and a server on Node.
 */
import { buildRuntimePackage } from "./build.ts";
import { tryPackage } from "./try.ts";

/** Return the exit status. */
export async function main(args: string[]): Promise<number> {
  await buildRuntimePackage();
  return args.includes("--try") ? tryPackage() : 0;
}
