/** What an address opens: an example, a program from a link, or the page's own first program; and what was wrong with it. */
import { exampleById, examples, type Example } from "../examples/index.ts";
import { decodeProgram, hasProgram, PermalinkError } from "../share/permalink.ts";
import type { Program } from "../share/program.ts";
import { parseViewOptions, type ViewOptions } from "../share/view-options.ts";

export interface Opening {
  options: ViewOptions;
  /** Null if the address names a program that cannot be opened: what is there stays. */
  program: Program | null;
  /** The example that it is, if it is one. */
  example: Example | null;
  /** False for a stranger's program. */
  trusted: boolean;
  /** Sentences for the person. */
  problems: string[];
}

export function readAddress(location: Pick<Location, "search" | "hash">): Opening {
  const { options, problems } = parseViewOptions(location.search);
  if (hasProgram(location.hash)) {
    try {
      const program = decodeProgram(location.hash);
      if (program.language === "python") return { options, program, example: null, trusted: false, problems };
      problems.push("This link holds a TypeScript program, which this version cannot run yet.");
    } catch (error) {
      if (!(error instanceof PermalinkError)) throw error;
      problems.push(error.message);
    }
    return { options, program: null, example: null, trusted: true, problems };
  }
  const found = options.example === null ? examples[0] : exampleById(options.example);
  if (!found) problems.push(`There is no example "${options.example}". Choose one from the list above.`);
  const example = found ?? (examples[0] as Example);
  return { options, program: example.program, example, trusted: true, problems };
}
