/**
 * Thumbnails of all examples, by id. A module of its own, which the gallery imports when it opens. The runs of counterparts
 * are equal, so one thumbnail serves both languages.
 */
import type { Thumbnail } from "./thumbnail.ts";

const made = import.meta.glob<Thumbnail>("./python/*.py", {
  query: "?thumbnail",
  import: "default",
  eager: true,
});

export const thumbnails: ReadonlyMap<string, Thumbnail> = new Map(
  Object.entries(made).map(([path, thumbnail]) => [path.replace(/^.*\/|\.py$/g, ""), thumbnail]),
);
