/** Script of TypeScript's workers. They have no compiler: the page posts compiled programs. */
import { TypeScriptGuest } from "../guests/typescript/typescript-guest.ts";
import { serve } from "./serve.ts";

serve(async () => ({ guest: new TypeScriptGuest(evaluate), snapshot: null }));

declare function importScripts(url: string): void;

/** Return the value of an expression, by a script: the policy allows scripts of the sandbox and no `eval`. */
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
