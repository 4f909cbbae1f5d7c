/** Text of `docs/warnings.md`, from the help of the page. */
import { diagnoses } from "../../src/store/warnings/warning.ts";
import { warningHelp } from "../../src/store/warnings/help.ts";

export function warningsPage(): string {
  const entries = diagnoses.map((code) => {
    const { title, what, why, fix, example } = warningHelp(code, "python");
    const { fix: other } = warningHelp(code, "typescript");
    const inTypescript = other === fix ? "" : `\n\n**Fix in TypeScript.** ${other}`;
    const link = example ? `\n\nExample: \`?example=${example}\`.` : "";
    return `## ${code}\n\n_${title}._ ${what}\n\n${why}\n\n**Fix.** ${fix}${inTypescript}${link}`;
  });
  return `<!-- Generated from src/store/warnings/help.ts by \`npm run generate\`: change that, not this file. -->

# Warnings

Each warning has a code, which stays the same. The inspector shows this help beside a selected warning; exported traces
have the code as \`diagnosis\`.

A comment at the end of its line silences a warning: \`# loopscope: ignore[blockingCall]\` in Python,
\`// loopscope: ignore[blockingCall, heldLock]\` in TypeScript.

${entries.join("\n\n")}
`;
}
