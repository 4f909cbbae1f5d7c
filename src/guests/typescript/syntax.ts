/**
 * Questions about compiled JavaScript: what a node is, what it is called, and whether its result is dropped. Called by
 * instrument.ts and edits.ts.
 */
import type { AnyNode, CallExpression } from "acorn";
import { walk } from "estree-walker";
import { helperNames } from "./helper-names.ts";

export type Node = AnyNode & { start: number; end: number };

const HELPERS = new Set(["__awaiter", "__asyncGenerator"]);

export function isStatementOf(parent: Node | null, node: Node): boolean {
  if (parent === null) return false;
  if (parent.type === "Program" || parent.type === "BlockStatement") return true;
  return parent.type === "SwitchCase" && node !== (parent.test as unknown);
}

/** Return true for the body of a loop or a branch of an `if`. */
export function isBranchOf(parent: Node | null, node: Node): boolean {
  if (parent?.type === "IfStatement") return node !== (parent.test as unknown);
  return (
    parent !== null && /^(For|While|DoWhile)/.test(parent.type) && node === ("body" in parent && parent.body)
  );
}

export function helperOf(node: Node | CallExpression): string | null {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return null;
  return HELPERS.has(node.callee.name) ? node.callee.name : null;
}

export function isHelperCall(node: unknown): boolean {
  return helperOf(node as Node) !== null;
}

/** Return true for the compiler's own text of a helper that helpers.ts replaces. */
export function isOwnHelper(node: Node): boolean {
  if (node.type !== "VariableDeclaration" || node.kind !== "var") return false;
  const { id } = node.declarations[0] ?? {};
  return id?.type === "Identifier" && (helperNames as readonly string[]).includes(id.name);
}

/** Return true for a function that only creates its coroutine. */
export function isCoroutineFunction(body: { body: readonly unknown[] }): boolean {
  const [first, ...more] = body.body as Node[];
  return more.length === 0 && first?.type === "ReturnStatement" && isHelperCall(first.argument);
}

/** Return the name of the variable or property that a value is assigned to; empty for another target. */
export function targetName(target: unknown): string {
  const node = target as Node;
  if (node.type === "Identifier") return node.name;
  if (node.type === "MemberExpression" && !node.computed) return targetName(node.property);
  return "";
}

/** Functions that return a task or a future of several tasks. */
const MAKES_TASK = /^(createTask|ensureFuture|gather|shield)$/;
/** Functions that drop the results of the function that they get. */
const DROPS_RESULTS = /^(forEach|callSoon|callLater|callAt|callSoonThreadsafe|addDoneCallback)$/;

export function makesTask(node: unknown): node is CallExpression {
  const call = node as Node;
  return call.type === "CallExpression" && MAKES_TASK.test(targetName(call.callee));
}

/**
 * Return the functions of a program that make a task and return it at once: by their names, the name of the function that
 * makes it.
 */
export function findTaskMakers(program: Node): ReadonlyMap<string, string> {
  const makers = new Map<string, string>();
  walk(program as never, {
    enter(visited, parent) {
      const node = visited as unknown as Node;
      if (node.type !== "FunctionDeclaration" && node.type !== "ArrowFunctionExpression") return;
      const { body } = node;
      const last = body.type === "BlockStatement" ? (body.body.at(-1) as Node | undefined) : undefined;
      const made = last?.type === "ReturnStatement" ? last.argument : body;
      const name = nameOf(node, parent as unknown as Node | null);
      if (made && makesTask(made)) makers.set(name, targetName(made.callee));
    },
  });
  return makers;
}

/** Return true if `call` drops, or is a statement that drops, the results of its argument `given`. */
export function dropsResults(call: Node, given: Node): boolean {
  if (call.type !== "CallExpression" || !call.arguments.includes(given as never)) return false;
  return DROPS_RESULTS.test(targetName(call.callee));
}

/** Return the calls whose results a statement of one expression drops. */
export function droppedCalls(expression: unknown): CallExpression[] {
  const node = expression as Node;
  if (node.type === "ArrayExpression") return node.elements.filter(makesTask);
  if (node.type !== "CallExpression") return [];
  const { callee } = node;
  const receiver = callee.type === "MemberExpression" ? callee.object : null;
  // `createTask(f()).addDoneCallback(g)` keeps no reference to the task.
  return receiver && makesTask(receiver) ? [receiver] : [node];
}

/** Return the name of the function that a call calls. */
export function calleeName(callee: unknown): string {
  return targetName(callee) || "<anonymous>";
}

/** Return the name of a function: its own, or that of the variable or property it is assigned to. */
export function nameOf(node: Node, parent: Node | null): string {
  if ("id" in node && node.id && node.id.type === "Identifier") return node.id.name;
  if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier") return parent.id.name;
  if (
    (parent?.type === "MethodDefinition" || parent?.type === "Property") &&
    "name" in parent.key &&
    typeof parent.key.name === "string"
  )
    return parent.key.name;
  return "<anonymous>";
}

/** Return true if the evaluation of this expression calls a function. */
export function containsCall(node: unknown): boolean {
  let found = false;
  walk(node as never, {
    enter(visited) {
      if (/Function|Class/.test(visited.type)) this.skip();
      else if (
        visited.type === "CallExpression" ||
        visited.type === "NewExpression" ||
        visited.type === "YieldExpression"
      ) {
        found = true;
      }
    },
  });
  return found;
}
