/** Text of `docs/event-kinds.md`: the table of kinds for readers of an exported trace. */
import { eventTable } from "../../src/events/event-table.ts";
import { fieldsOf, type EventKind } from "../../src/events/event.ts";
import { type FieldType, isId } from "../../src/events/field-types.ts";
import { kinds } from "./hooks.ts";

export function eventKindsPage(): string {
  return `# Event kinds

<!-- Generated from src/events/event-table.ts by \`npm run generate\`: change the table, not this file. -->

A trace is a list of events. Each has a \`kind\`, a virtual \`time\` in seconds, and the fields of its kind. Ids are unique
in a run. In exported JSON an unknown id or line is \`null\`, and an event also has the names of its tasks and resources
(\`taskName\`, \`parentName\`, \`byName\`, \`resourceName\`) and the task's \`coroutine\`.
[trace.schema.json](../public/trace.schema.json) is the same table as a JSON schema.

${kinds.map(section).join("\n")}`;
}

function section(kind: EventKind): string {
  const fields = fieldsOf(kind);
  const rows = fields.map(({ name, type, about }) => `| \`${name}\` | ${typeText(type)} | ${about} |`);
  const table =
    rows.length === 0 ? "" : `\n| field | type | meaning |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
  return `## ${kind}\n\n${eventTable[kind].about}\n${table}`;
}

function typeText(type: FieldType): string {
  if (typeof type !== "string") return type.map((word) => `\`"${word}"\``).join(", ");
  if (isId(type)) return `id of a ${type === "waitedOn" ? "task or resource" : type}`;
  if (type === "seconds" || type === "amount") return "number";
  if (type === "line" || type === "count") return type;
  return "text";
}
