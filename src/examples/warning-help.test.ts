/** Help of each kind of warning: complete, in the program's language, with a link to an example that there is. */
import { expect, test } from "vitest";
import { warningHelp } from "../store/warnings/help.ts";
import { diagnoses } from "../store/warnings/warning.ts";
import { examples } from "./index.ts";

/** Kinds that no example shows. */
const WITHOUT = ["notThreadsafe", "replaced", "unknownCode"];
/** Spellings that only Python has. */
const PYTHON = /asyncio\.|\w_\w|\bwith statement|\braise\b/i;

test.each(diagnoses)("%s", (code) => {
  for (const language of ["python", "typescript"] as const) {
    const { title, what, why, fix, example } = warningHelp(code, language);
    expect(title).toMatch(/^[\w -]+$/);
    for (const text of [what, why, fix]) expect(text).toMatch(/^([A-Z]|\w+\(\)).*\.$/);
    expect(example === null).toBe(WITHOUT.includes(code));
    if (example !== null) expect(examples.map(({ id }) => id)).toContain(example);
    if (language === "typescript" && code !== "replaced") expect(`${what} ${why} ${fix}`).not.toMatch(PYTHON);
  }
});
