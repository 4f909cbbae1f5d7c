/**
 * Current location in the program: the line that runs, and the name that the next new resource gets.
 *
 * A guest whose compiler knows lines sets both; the hooks of the instrument carry them. One thread runs the program, so
 * there is one current location. Live bindings, since every handle and every statement of a program uses them.
 */

/** Line of the program that runs now, from 1; 0 if it is unknown. */
export let currentLine = 0;

/** Variable or property that the next new resource is assigned to; empty if it is unknown. */
export let nextResourceName = "";

/** Set the line that runs now, from 1; 0 for unknown. */
export function setCurrentLine(line: number): void {
  currentLine = line;
}

/** Set the name for the next new resource; empty for none. */
export function setNextResourceName(name: string): void {
  nextResourceName = name;
}
