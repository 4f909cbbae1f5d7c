/** What every boot of the interpreter is told, so that a program's order of sets and dicts is the same everywhere. */
export const bootOptions = { env: { PYTHONHASHSEED: "0", HOME: "/home/pyodide" } };
