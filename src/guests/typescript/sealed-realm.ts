/**
 * What of the language itself leads out of a run: text that becomes code, whose scope would be the host's, and what
 * makes promises, whose callbacks would run in real time. While a program runs they say what to use instead.
 */

/** The constructors that make functions of text; all but the first have no name of their own. */
const makers = [
  Function,
  function* () {}.constructor,
  async function () {}.constructor,
  async function* () {}.constructor,
] as { name: string; prototype: object }[];

/** A function that throws what is wrong with `name`. It is called with `new`, too: so it is no arrow. */
export function refusal(name: string, instead: string): () => never {
  return function (): never {
    throw new Error(`${name} is not there: ${instead}`);
  };
}

const noText = "a program is all in its text.";

export const refusedEval = refusal("eval()", noText);

/** Puts the refusals in place; gives what takes them away again, for a host whose realm goes on. */
export function sealRealm(): { functionClass: unknown; unseal: () => void } {
  const undo: (() => void)[] = [];
  const replace = (owner: object, name: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    if (!before) return;
    Object.defineProperty(owner, name, { ...before, value });
    undo.push(() => Object.defineProperty(owner, name, before));
  };
  const standIns = makers.map((maker) => {
    const standIn = refusal(`${maker.name}()`, noText);
    const { prototype } = maker;
    // So that `instanceof` answers as it should.
    Object.defineProperty(standIn, "prototype", { value: prototype });
    Object.defineProperty(standIn, "name", { value: maker.name });
    replace(prototype, "constructor", standIn);
    return standIn;
  });
  replace(Array, "fromAsync", refusal("Array.fromAsync", "use collect(), or a loop by for await."));
  const unseal = () => {
    for (const step of undo.reverse()) step();
  };
  return { functionClass: standIns[0], unseal };
}
