/**
 * Diagnostics of a program's types in the editor: the compiler's, reworded where needed, and asyncio's own warnings.
 */
import type typescript from "typescript";

/** Part of the compiler's API that is used. */
export type Inspector = Pick<
  typeof typescript,
  | "DiagnosticCategory"
  | "flattenDiagnosticMessageText"
  | "forEachChild"
  | "isAwaitExpression"
  | "isExpressionStatement"
  | "isImportDeclaration"
  | "isPropertyAccessExpression"
  | "TypeFlags"
>;

/** Codes of asyncio's warnings; the compiler's codes are lower. */
const FORGOTTEN_AWAIT = 90_001;
const WRONG_AWAIT = 90_002;
const NO_PROMISE = 90_003;

/** Return the errors and warnings of `file`. */
export function programDiagnostics(
  ts: Inspector,
  program: typescript.Program,
  file: typescript.SourceFile,
): typescript.Diagnostic[] {
  const found = program.getSemanticDiagnostics(file).map((diagnostic) => reworded(ts, file, diagnostic));
  return [...found, ...warnings(ts, program, file)];
}

/** Replace or remove the compiler's advice to install packages and to change its options: neither is possible here. */
function reworded(
  ts: Inspector,
  file: typescript.SourceFile,
  diagnostic: typescript.Diagnostic,
): typescript.Diagnostic {
  const imported = file.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .find(({ moduleSpecifier }) => moduleSpecifier.getStart(file) === diagnostic.start);
  const messageText = imported
    ? `Module ${imported.moduleSpecifier.getText(file)} is not available here. A program can import "asyncio".`
    : ts
        .flattenDiagnosticMessageText(diagnostic.messageText, "\n")
        .replace(/ Do you need to (?:install|change)[^]*$/, "");
  return { ...diagnostic, messageText };
}

/** Return warnings for code that the compiler accepts and asyncio does not. */
function warnings(
  ts: Inspector,
  program: typescript.Program,
  file: typescript.SourceFile,
): typescript.Diagnostic[] {
  const checker = program.getTypeChecker();
  const found: typescript.Diagnostic[] = [];
  const warn = (code: number, node: typescript.Node, messageText: string): void => {
    const start = node.getStart(file);
    const length = node.end - start;
    found.push({ category: ts.DiagnosticCategory.Warning, code, file, start, length, messageText });
  };
  const classOf = (node: typescript.Node) => checker.getTypeAtLocation(node).getSymbol()?.name;
  const visit = (node: typescript.Node): void => {
    ts.forEachChild(node, visit);
    // A coroutine that a statement makes and drops never runs.
    if (ts.isExpressionStatement(node) && classOf(node.expression) === "Promise") {
      warn(
        FORGOTTEN_AWAIT,
        node.expression,
        "This coroutine is never awaited, so none of it runs. Write await before it, or pass it to createTask().",
      );
    } else if (ts.isAwaitExpression(node)) {
      const type = checker.getTypeAtLocation(node.expression);
      if (mayBeAwaited(ts, checker, type)) return;
      const hint = checker.isArrayLikeType(type) ? " Use gather() to await all items of a list." : "";
      const what = `A ${checker.typeToString(checker.getBaseTypeOfLiteralType(type))}`;
      warn(WRONG_AWAIT, node, `${what} cannot be awaited: only coroutines, tasks and futures can.${hint}`);
    } else if (ts.isPropertyAccessExpression(node)) {
      const { text } = node.name;
      if (!["then", "catch", "finally"].includes(text)) return;
      const owner = classOf(node.expression) ?? "";
      if (!["Promise", "Future", "Task"].includes(owner)) return;
      const [what, advice] =
        owner === "Promise"
          ? ["coroutine", "Await it, or make a task of it and call addDoneCallback() of the task."]
          : [owner.toLowerCase(), "Await it, or call its addDoneCallback()."];
      warn(NO_PROMISE, node.name, `A ${what} has no ${text}(). ${advice}`);
    }
  };
  visit(file);
  return found;
}

/** Return false if asyncio certainly throws a TypeError. */
function mayBeAwaited(ts: Inspector, checker: typescript.TypeChecker, type: typescript.Type): boolean {
  if (type.isUnion()) return type.types.some((part) => mayBeAwaited(ts, checker, part));
  const { Any, Unknown, Never, TypeParameter } = ts.TypeFlags;
  if (type.flags & (Any | Unknown | Never | TypeParameter)) return true;
  if (checker.isArrayLikeType(type)) return false;
  const members = checker.getPropertiesOfType(type).map(({ name }) => name);
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0;
  // An object of a program's own class is awaited by its iterator.
  return members.includes("then") || (isObject && members.some((name) => name.startsWith("__@iterator")));
}
