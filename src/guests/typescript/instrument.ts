/**
 * Instrumentation of compiled JavaScript: calls that track the current line and count loop iterations are inserted, and
 * imports and top-level awaits become code that a function may contain (edits.ts). Called by compile.ts.
 *
 * The text keeps its lines. `__ls` is the program's `Tracker` (tracker.ts); every line is one of the TypeScript source.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { parse } from "acorn";
import { walk } from "estree-walker";
import MagicString from "magic-string";
import type { CompiledProgram } from "../../share/program.ts";
import { Edit } from "./edits.ts";
import {
  droppedCalls,
  findTaskMakers,
  dropsResults,
  helperOf,
  isBranchOf,
  isCoroutineFunction,
  isHelperCall,
  isOwnHelper,
  isStatementOf,
  makesTask,
  nameOf,
  targetName,
  type Node,
} from "./syntax.ts";
import { kindOfLoop } from "./waiting-loops.ts";

/** Output of the compiler for a program. */
export interface Compiled {
  code: string;
  /** The source map, as JSON. */
  map: string;
}

/** Syntax error that JavaScript has and the compiler accepts, such as a name declared twice. */
export class InvalidProgram extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/** Return the instrumented program. Throws InvalidProgram for a text with a syntax error. */
export function instrument({ code, map }: Compiled): CompiledProgram {
  const text = new MagicString(code);
  const source = new TraceMap(map);
  const program = parseModule(code, source);
  const edit = new Edit(text, source, findTaskMakers(program));
  const functions: { isCoroutine: boolean; isAsyncGenerator: boolean; name: string; line: number }[] = [];

  walk(program as never, {
    enter(visited, visitedParent) {
      const node = visited as unknown as Node;
      const parent = visitedParent as unknown as Node | null;
      if (parent?.type === "Program" && isOwnHelper(node)) {
        text.remove(node.start, node.end);
        this.skip();
        return;
      }
      if (isStatementOf(parent, node)) edit.markStatement(node);
      else if (isBranchOf(parent, node)) edit.markBranch(node);
      switch (node.type) {
        case "ImportDeclaration":
          edit.replaceImport(node);
          break;
        case "ImportExpression":
          edit.replaceDynamicImport(node);
          break;
        case "ExpressionStatement":
          for (const call of droppedCalls(node.expression)) edit.reportDropped(call);
          break;
        case "VariableDeclarator":
          if (node.id.type === "Identifier") edit.nameResource(node.init, node.id.name);
          edit.nameElements(node.id, node.init);
          if (targetName(node.id) === "_" && node.init && makesTask(node.init)) edit.reportDropped(node.init);
          break;
        case "AssignmentExpression":
          edit.nameResource(node.right, targetName(node.left));
          break;
        case "ExportNamedDeclaration":
          if (node.declaration) text.remove(node.start, node.declaration.start);
          else text.remove(node.start, node.end);
          break;
        case "FunctionDeclaration":
        case "FunctionExpression":
        case "ArrowFunctionExpression": {
          const helper = parent?.type === "CallExpression" ? helperOf(parent) : null;
          const outer = functions.at(-1);
          functions.push({
            isCoroutine: helper !== null,
            isAsyncGenerator: helper === "__asyncGenerator",
            name: helper ? (outer?.name ?? "") : nameOf(node, parent),
            line: helper ? (outer?.line ?? 0) : edit.lineOf(node),
          });
          if (node.body.type !== "BlockStatement") {
            if (makesTask(node.body) && parent && dropsResults(parent, node)) edit.reportDropped(node.body);
            if (!isHelperCall(node.body)) edit.markExpression(node.body as Node);
          } else if (!helper && !node.generator && !isCoroutineFunction(node.body)) {
            edit.trackFunction(node.body as Node, functions.at(-1)?.name ?? "");
          }
          break;
        }
        case "CallExpression":
          edit.nameField(node);
          if (helperOf(node)) edit.nameCoroutine(node, functions.at(-1), edit.lineOf(node));
          else edit.restoreLine(node);
          break;
        case "NewExpression":
          edit.restoreLine(node);
          break;
        case "YieldExpression":
          if (functions.at(-1)?.isCoroutine)
            edit.markAwait(node, parent, functions.at(-1)?.isAsyncGenerator === true);
          break;
        case "AwaitExpression":
          edit.awaitAtTop(node);
          break;
        case "ForStatement":
        case "ForOfStatement":
        case "ForInStatement":
        case "WhileStatement":
        case "DoWhileStatement":
          edit.countIterations(node.body as Node, kindOfLoop(node));
          break;
        default:
      }
    },
    leave(visited) {
      if (/Function/.test(visited.type)) functions.pop();
    },
  });
  return { body: text.toString(), isAsync: edit.isAsync };
}

function parseModule(code: string, source: TraceMap): Node {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true }) as Node;
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    if (!loc) throw error;
    // The message ends with the position in the compiled text.
    const line = originalPositionFor(source, loc).line ?? 0;
    throw new InvalidProgram(`SyntaxError: ${message.replace(/ \(\d+:\d+\)$/, "")}`, line);
  }
}
