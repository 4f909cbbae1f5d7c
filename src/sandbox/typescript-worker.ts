/** The script of TypeScript's workers: no interpreter, and no compiler; programs come compiled. */
import { TypeScriptGuest } from "../guests/typescript/typescript-guest.ts";
import { serve } from "./serve.ts";

serve(() => new TypeScriptGuest(evaluate));

declare function importScripts(url: string): void;

/** The policy allows no `eval`, but scripts of the sandbox's own making. */
function evaluate(text: string): unknown {
  const box: { value?: unknown } = {};
  const name = "loopscopeProgram";
  Object.defineProperty(globalThis, name, { configurable: true, set: (value) => (box.value = value) });
  const url = URL.createObjectURL(new Blob([`${name} = ${text}`], { type: "text/javascript" }));
  try {
    importScripts(url);
    return box.value;
  } finally {
    URL.revokeObjectURL(url);
    delete (globalThis as Record<string, unknown>)[name];
  }
}
