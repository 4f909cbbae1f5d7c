/**
 * Where the program is: a guest whose compiler knows keeps `line` at the line that runs, and what the loop tells of
 * names it. Before something is made that is kept under a name, `name` is that; it holds for the next resource. There is
 * one thread, so there is one position; 0 and the empty name are unknown.
 */
export const position = { line: 0, name: "" };
