/** The TypeScript programs of the examples, by path, as one download. Imported by `texts.ts`. */
export const typescriptTexts = import.meta.glob<string>("./typescript/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
