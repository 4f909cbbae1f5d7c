/** What the editor tells of a program's types: the compiler's findings in the words of this place, and forgotten awaits. */
import type typescript from "typescript";

/** What is used of the compiler. */
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

/** The numbers of our own warnings; the compiler's are below. */
const FORGOTTEN_AWAIT = 90_001;
const WRONG_AWAIT = 90_002;
const NO_PROMISE = 90_003;

export function programDiagnostics(
  ts: Inspector,
  program: typescript.Program,
  file: typescript.SourceFile,
): typescript.Diagnostic[] {
  const found = program.getSemanticDiagnostics(file).map((diagnostic) => inOurWords(ts, file, diagnostic));
  return [...found, ...warnings(ts, program, file)];
}

/** The compiler advises to install packages and to change its options: neither can be done here. */
function inOurWords(
  ts: Inspector,
  file: typescript.SourceFile,
  diagnostic: typescript.Diagnostic,
): typescript.Diagnostic {
  const imported = file.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .find(({ moduleSpecifier }) => moduleSpecifier.getStart(file) === diagnostic.start);
  const messageText = imported
    ? `There is no module ${imported.moduleSpecifier.getText(file)} here. A program can import "asyncio".`
    : ts
        .flattenDiagnosticMessageText(diagnostic.messageText, "\n")
        .replace(/ Do you need to (?:install|change)[^]*$/, "");
  return { ...diagnostic, messageText };
}

/** What the compiler lets pass, and asyncio does not. */
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
        "This coroutine is never awaited, so nothing of it runs: write await before it, or make a task of it by createTask().",
      );
    } else if (ts.isAwaitExpression(node)) {
      const type = checker.getTypeAtLocation(node.expression);
      if (mayBeAwaited(ts, checker, type)) return;
      const hint = checker.isArrayLikeType(type) ? " Use gather() to await all in a list." : "";
      const what = `A ${checker.typeToString(checker.getBaseTypeOfLiteralType(type))}`;
      warn(WRONG_AWAIT, node, `${what} can't be awaited: only coroutines, tasks and futures can.${hint}`);
    } else if (ts.isPropertyAccessExpression(node)) {
      const { text } = node.name;
      if (!["then", "catch", "finally"].includes(text)) return;
      const owner = classOf(node.expression) ?? "";
      if (!["Promise", "Future", "Task"].includes(owner)) return;
      const [what, advice] =
        owner === "Promise"
          ? ["coroutine", "await it, or make a task of it and give that an addDoneCallback()"]
          : [owner.toLowerCase(), "await it, or give it an addDoneCallback()"];
      warn(NO_PROMISE, node.name, `A ${what} has no ${text}(): ${advice}.`);
    }
  };
  visit(file);
  return found;
}

/** False where asyncio throws a TypeError for certain. */
function mayBeAwaited(ts: Inspector, checker: typescript.TypeChecker, type: typescript.Type): boolean {
  if (type.isUnion()) return type.types.some((part) => mayBeAwaited(ts, checker, part));
  const { Any, Unknown, Never, TypeParameter } = ts.TypeFlags;
  if (type.flags & (Any | Unknown | Never | TypeParameter)) return true;
  if (checker.isArrayLikeType(type)) return false;
  const members = checker.getPropertiesOfType(type).map(({ name }) => name);
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0;
  // A class of the program's own is awaited by what goes through it.
  return members.includes("then") || (isObject && members.some((name) => name.startsWith("__@iterator")));
}
