/** The Python programs of the examples and their files, by path, as one download. Imported by `texts.ts` and `tags.ts`. */
export const pythonTexts = import.meta.glob<string>(["./python/*.py", "./files/*/*"], {
  query: "?raw",
  import: "default",
  eager: true,
});
