/** Source of the Python guest's journal codes. */
import { CODE_BITS, pythonCodes } from "../../src/guests/python/journal-codes.ts";

export function journalCodesSource(): string {
  const codes = pythonCodes().map(([name, code]) => `${name} = ${code}`);
  return `"""Codes of the journal's entries. Generated from the event table by \`npm run generate\`."""

# Lower bits of an entry's first number; the number of a loop is in the bits above.
CODE_BITS = ${CODE_BITS}

${codes.join("\n")}
`;
}
