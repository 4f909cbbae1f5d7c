/**
 * Vite plugin that leaves the texts about event kinds and their fields out of the built page: only the docs and the schema
 * have them, and `build/generate/` reads them from the sources. It empties the text arguments of `field()` and `event()`.
 */
import MagicString from "magic-string";
import type { Plugin } from "vite";

const TABLES = /\/src\/events\/(declare|event-table|network-events|process-events)\.ts$/;

/** Place of the text among the arguments of each function of `src/events/declare.ts`. */
const texts: Readonly<Record<string, number>> = { event: 0, field: 2 };

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [name: string]: unknown;
}

export function eventsWithoutTexts(): Plugin {
  return {
    name: "loopscope-events-without-texts",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: { id: TABLES },
      handler(code) {
        const changed = new MagicString(code);
        for (const call of callsIn(this.parse(code, { lang: "ts" }) as unknown as Node)) {
          const place = texts[(call["callee"] as Node)["name"] as string];
          const text = place === undefined ? undefined : (call["arguments"] as Node[])[place];
          if (text?.type === "Literal" || text?.type === "TemplateLiteral")
            changed.overwrite(text.start, text.end, '""');
        }
        return { code: changed.toString(), map: changed.generateMap({ hires: true }) };
      },
    },
  };
}

/** Return all calls in a syntax tree. */
function callsIn(node: Node): Node[] {
  const children = Object.values(node)
    .flat()
    .filter((child): child is Node => typeof (child as Node | null)?.type === "string");
  const inner = children.flatMap(callsIn);
  return node.type === "CallExpression" ? [node, ...inner] : inner;
}
