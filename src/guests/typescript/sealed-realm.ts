/**
 * Features of the language that lead out of a run: code made of text, whose scope would be the host's, and promises,
 * whose callbacks would run in real time. While a program runs, each is a function that throws and names a replacement.
 */

/** Constructors that make functions of text; only the first is a global name. */
const functionConstructors = [
  Function,
  function* () {}.constructor,
  async function () {}.constructor,
  async function* () {}.constructor,
] as { name: string; prototype: object }[];

/**
 * Return a function that throws: `name` is not available, `advice` says what to do. Not an arrow, as `new` calls it
 * too.
 */
export function unsupported(name: string, advice: string): () => never {
  return function (): never {
    throw new Error(`${name} is not available here. ${advice}`);
  };
}

const noText = "A program cannot turn text into code.";

export const unsupportedEval = unsupported("eval()", noText);

/** Seal the realm for a run; `unseal` restores it, for a host that uses the realm afterwards. */
export function sealRealm(): { functionClass: unknown; unseal: () => void } {
  const undo: (() => void)[] = [];
  const replace = (owner: object, name: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    if (!before) return;
    Object.defineProperty(owner, name, { ...before, value });
    undo.push(() => Object.defineProperty(owner, name, before));
  };
  const replacements = functionConstructors.map((constructor) => {
    const replacement = unsupported(`${constructor.name}()`, noText);
    const { prototype } = constructor;
    // `instanceof Function` still answers true for functions.
    Object.defineProperty(replacement, "prototype", { value: prototype });
    Object.defineProperty(replacement, "name", { value: constructor.name });
    replace(prototype, "constructor", replacement);
    return replacement;
  });
  replace(Array, "fromAsync", unsupported("Array.fromAsync", "Use collect(), or a for await loop."));
  const unseal = () => {
    for (const step of undo.reverse()) step();
  };
  return { functionClass: replacements[0], unseal };
}
