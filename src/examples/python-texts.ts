/** The Python programs of the examples, by path, as one download. Imported by `texts.ts` and `tags.ts`. */
export const pythonTexts = import.meta.glob<string>("./python/*.py", {
  query: "?raw",
  import: "default",
  eager: true,
});
