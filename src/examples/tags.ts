/** Tags of each example, from its Python text whatever language is shown. Loaded by the gallery when it opens. */
import { apiTags } from "./api-tags.ts";
import type { Entry } from "./example.ts";
import { pythonTexts } from "./python-texts.ts";

/** Return the libraries of an example, and what it uses of asyncio: from its Python text, for both languages. */
export function tagsOf({ id, libraries = [] }: Entry): readonly string[] {
  return [...libraries, ...apiTags(pythonTexts[`./python/${id}.py`] ?? "")];
}
