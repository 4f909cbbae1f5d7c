/**
 * Loops of a program that only wait, found in its compiled text: only the clock can end them, or only other code. The
 * counterpart of `waiting_loops.py`, with the same rules; instrument.ts marks each loop with its kind. Where the text
 * leaves it open, the answer is that a loop works. In compiled text `await x` is `yield x`.
 */
import type {
  AnyNode,
  AssignmentExpression,
  CallExpression,
  Expression,
  NewExpression,
  UpdateExpression,
  VariableDeclarator,
  WhileStatement,
} from "acorn";

/**
 * Kind of a loop. One that `waits` awaits nothing; of those that await, one that `spins` only waits, and one that is
 * `idle` only other code can end.
 */
export const loopKinds = ["works", "waits", "awaits", "spins", "idle"] as const;
export type CompiledLoopKind = (typeof loopKinds)[number];

/** Calls of clocks: `Date.now()`, `performance.now()`, `loop.time()`. */
const CLOCKS = new Set(["now", "time", "Date"]);
/** Functions and methods that read no clock and change nothing. */
const PURE = new Set(
  "isSet done empty full locked cancelled qsize cancelling getTime abs min max getRunningLoop".split(" "),
);
const LOOPS = /^(For|While|DoWhile)/;
const SCOPES = /Function|^Class/;
const LEAVES = /^(Break|Return|Throw)Statement$/;
/** Statements and expressions that may run any code. */
const OPEN = /^(Try|Throw|ForOf|ForIn|Labeled|With|Import|Tagged)|Template/;

/** Return the kind of the loop `node`. */
export function kindOfLoop(node: AnyNode): CompiledLoopKind {
  const inside = [...partsOf(node)];
  const awaits = inside.some(({ type }) => type === "YieldExpression" || type === "AwaitExpression");
  const loop = node.type === "WhileStatement" ? node : node.type === "ForStatement" ? asWhile(node) : null;
  if (!loop) return awaits ? "awaits" : "works";
  const exits = [...exitsOf(loop)];
  const isIdle = idle(exits, inside);
  const waits = isIdle || endsByClock(exits, inside);
  if (!awaits) return waits ? "waits" : "works";
  if (isIdle && !inside.some(readsClock)) return "idle";
  return waits ? "spins" : "awaits";
}

/** `for (;;)` and `for (; test; )`, as a while loop. */
function asWhile(node: AnyNode & { type: "ForStatement" }): WhileStatement | null {
  if (node.init || node.update) return null;
  const always = { type: "Literal", value: true, start: node.start, end: node.start } as Expression;
  return { ...node, type: "WhileStatement", test: node.test ?? always };
}

/** Yield the tests that end a loop; null for a way out that has no test of its own. */
function* exitsOf(loop: WhileStatement): Generator<AnyNode | null> {
  if (!isTrue(loop.test)) yield loop.test;
  yield* exitsIn(loop.body, null, true);
}

function* exitsIn(node: AnyNode, test: AnyNode | null, breaks: boolean): Generator<AnyNode | null> {
  if (LEAVES.test(node.type)) {
    if (breaks || node.type !== "BreakStatement") yield test;
    return;
  }
  if (SCOPES.test(node.type)) return;
  const inner = breaks && !LOOPS.test(node.type) && node.type !== "SwitchStatement";
  for (const child of childrenOf(node)) {
    yield* exitsIn(child, node.type === "IfStatement" ? node.test : test, inner);
  }
}

function isTrue(test: AnyNode): boolean {
  return test.type === "Literal" && Boolean(test.value);
}

function endsByClock(exits: (AnyNode | null)[], inside: AnyNode[]): boolean {
  if (exits.length === 0) return false;
  const named = inside.some(readsClock);
  const times = new Set<string>();
  const reads = (expression: AnyNode) =>
    [...partsOf(expression)].some((node) =>
      isCall(node)
        ? named
          ? readsClock(node)
          : !PURE.has(nameOf(node))
        : node.type === "Identifier" && times.has(node.name),
    );
  // Twice: a name may get its value from one that is assigned below.
  for (let round = 0; round < 2; round++) {
    for (const node of inside) {
      const [target, value] = assignmentOf(node);
      if (target && value && reads(value)) times.add(rootOf(target));
    }
  }
  // A test of several parts, such as `!done && Date.now() < end`, has other ways to end.
  return exits.every((test) => test !== null && test.type !== "LogicalExpression" && reads(test));
}

/** True if a loop calls nothing but clocks, tests and `sleep`, and changes no variable of its tests. */
function idle(exits: (AnyNode | null)[], inside: AnyNode[]): boolean {
  const awaited = new Set<unknown>();
  for (const node of inside) {
    if (node.type !== "YieldExpression" && node.type !== "AwaitExpression") continue;
    if (node.argument?.type !== "CallExpression" || nameOf(node.argument) !== "sleep") return false;
    awaited.add(node.argument);
  }
  const calls = inside.filter(isCall).filter((call) => !awaited.has(call));
  if (calls.some((call) => !PURE.has(nameOf(call)) && !readsClock(call))) return false;
  if (inside.some(({ type }) => OPEN.test(type))) return false;
  const tested = new Set<string>();
  for (const test of exits) {
    if (test === null) return false;
    for (const node of partsOf(test)) if (node.type === "Identifier") tested.add(node.name);
  }
  return !inside.some((node) => {
    const [target] = assignmentOf(node);
    return target !== null && (tested.has(rootOf(target)) || rootOf(target) === "");
  });
}

/** The target that a node assigns to, and the value; null for none. */
function assignmentOf(node: AnyNode): [AnyNode | null, AnyNode | null] {
  switch (node.type) {
    case "AssignmentExpression":
      return [(node as AssignmentExpression).left, node.right];
    case "UpdateExpression":
      return [(node as UpdateExpression).argument, null];
    case "VariableDeclarator":
      return [(node as VariableDeclarator).id, node.init ?? null];
    case "UnaryExpression":
      return [node.operator === "delete" ? node.argument : null, null];
    default:
      return [null, null];
  }
}

/** The variable of a target such as `a.b[c]`; empty for a pattern and for `this`, which may be anything. */
function rootOf(target: AnyNode): string {
  if (target.type === "MemberExpression") return rootOf(target.object);
  return target.type === "Identifier" ? target.name : "";
}

function isCall(node: AnyNode): node is CallExpression | NewExpression {
  return node.type === "CallExpression" || node.type === "NewExpression";
}

function readsClock(node: AnyNode): boolean {
  return isCall(node) && CLOCKS.has(nameOf(node));
}

function nameOf({ callee }: CallExpression | NewExpression): string {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "MemberExpression" && callee.property.type === "Identifier")
    return callee.property.name;
  return "";
}

/** Yield a node and all below it, but for functions inside. */
function* partsOf(node: AnyNode): Generator<AnyNode> {
  yield node;
  if (SCOPES.test(node.type)) return;
  for (const child of childrenOf(node)) yield* partsOf(child);
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node as unknown as Record<string, unknown>)
    .flat()
    .filter((value): value is AnyNode => typeof (value as AnyNode | null)?.type === "string");
}
