/**
 * Where the program is: a guest whose compiler knows keeps `line` at the line that runs, and what the loop tells of
 * names it. There is one thread, so there is one position; 0 is unknown.
 */
export const position = { line: 0 };
