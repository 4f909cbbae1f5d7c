/** Options of every boot of the interpreter: with a fixed hash seed, sets have the same order everywhere. */
export const bootOptions = { env: { PYTHONHASHSEED: "0", HOME: "/home/pyodide" } };
