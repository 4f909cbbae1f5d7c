/** Text of `public/trace.schema.json`: the exported run as a JSON Schema, draft 2020-12. */
import { eventTable } from "../../src/events/event-table.ts";
import { fieldsOf, type EventKind } from "../../src/events/event.ts";
import { type FieldType, isId } from "../../src/events/field-types.ts";
import { isAlwaysKnown, taskNameFields } from "../../src/formats/export-events.ts";
import { SIGNALS } from "../../src/share/signals.ts";
import { networkDefaults } from "../../src/share/network.ts";
import { FAULTS } from "../../src/share/faults.ts";
import { METHODS } from "../../src/share/visits.ts";
import { TRACE_VERSION } from "../../src/trace/chunk.ts";
import { kinds } from "./hooks.ts";

type Schema = Readonly<Record<string, unknown>>;

const text = { type: "string" };
const textOrNull = { type: ["string", "null"] };
const time = { type: "number", minimum: 0, description: "Virtual seconds." };
const line = { type: ["integer", "null"], minimum: 1, description: "Line of the program." };

export function schemaSource(): string {
  return JSON.stringify({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A recorded run of Loopscope",
    $comment: "Generated from src/events/event-table.ts by `npm run generate`.",
    ...object(
      {
        version: { const: TRACE_VERSION },
        language: { enum: ["python", "typescript"] },
        seed: { type: "integer" },
        signals: {
          type: "array",
          description: "Signals that a person has sent to the program; absent without any.",
          items: object({ name: { enum: SIGNALS }, at: time }),
        },
        network: {
          type: "object",
          description: "Settings of the network that differ from the defaults; absent without any.",
          properties: Object.fromEntries(
            Object.keys(networkDefaults).map((name) => [name, { type: "number", minimum: 0 }]),
          ),
          additionalProperties: false,
        },
        visits: {
          type: "array",
          description: "Planned visits of the program's servers; absent without a plan.",
          items: object({
            at: time,
            method: { enum: METHODS },
            path: text,
            count: { type: "integer", minimum: 1 },
          }),
        },
        faults: {
          type: "array",
          description: "Planned faults of hosts; absent without any.",
          items: object({
            at: time,
            action: { enum: FAULTS },
            host: text,
            factor: { type: "number", minimum: 1 },
          }),
        },
        packages: {
          type: "array",
          description: "Packages that the program ran with; absent without any.",
          items: object({ name: text, version: text, sha256: text }),
        },
        files: {
          type: "array",
          description: "Files of the program, each a text or base64url; absent without any.",
          items: { oneOf: [object({ name: text, text }), object({ name: text, base64: text })] },
        },
        source: { ...textOrNull, description: "The program's text; null if it is not known." },
        outcome: {
          enum: ["ok", "error", "deadlock", "limit", null],
          description: "How the run ended; null if it was stopped.",
        },
        error: textOrNull,
        line: { ...line, description: "Line that the error is about." },
        time: { ...time, description: "Virtual seconds at the end." },
        output: { type: "array", items: object({ stream: { enum: ["stdout", "stderr"] }, time, text }) },
        warnings: {
          type: "array",
          items: object({
            diagnosis: text,
            time,
            event: { type: "integer", minimum: -1, description: "Event index." },
            task: { type: ["integer", "null"], minimum: 1 },
            line,
            message: text,
          }),
        },
        written: {
          type: "array",
          description: "Files that the run has made or changed, in bytes; absent without any.",
          items: object({ name: text, size: { type: "integer", minimum: 0 } }),
        },
        events: { type: "array", items: { oneOf: kinds.map((kind) => ({ $ref: `#/$defs/${kind}` })) } },
      },
      ["signals", "network", "visits", "faults", "packages", "files", "written"],
    ),
    $defs: Object.fromEntries(kinds.map((kind) => [kind, eventSchema(kind)])),
  });
}

function eventSchema(kind: EventKind): Schema {
  const properties: Record<string, Schema> = { kind: { const: kind }, time };
  for (const { name, type, about } of fieldsOf(kind)) {
    properties[name] = { ...typeSchema(name, type), description: about };
    const nameField = (taskNameFields as Readonly<Record<string, string>>)[name];
    if (nameField) properties[nameField] = textOrNull;
    if (name === "task") properties["coroutine"] ??= textOrNull;
    if (name === "resource") properties["resourceName"] = textOrNull;
  }
  return { description: eventTable[kind].about, ...object(properties) };
}

function typeSchema(name: string, type: FieldType): Schema {
  if (typeof type !== "string") return { enum: type };
  if (isId(type) || type === "line")
    return isAlwaysKnown(name) ? { type: "integer", minimum: 1 } : { type: ["integer", "null"], minimum: 1 };
  if (type === "count") return { type: "integer", minimum: 0 };
  // JSON has no word for infinity.
  if (type === "seconds" || type === "amount") return { type: ["number", "null"] };
  return text;
}

/** An object with these properties and no others, all required but those of `optional`. */
function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}
