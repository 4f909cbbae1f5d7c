/** Declaration of an event kind: a sentence about it, and its fields. Called by the tables of kinds. */
import type { FieldType } from "./field-types.ts";

export interface Field<Name extends string = string, Type extends FieldType = FieldType> {
  readonly name: Name;
  readonly type: Type;
  /** Meaning, for the docs. */
  readonly about: string;
}

/** Declare a field. */
export function field<const Name extends string, const Type extends FieldType>(
  name: Name,
  type: Type,
  about: string,
): Field<Name, Type> {
  return { name, type, about };
}

/** Declare a kind. */
export function event<const Fields extends readonly Field[]>(about: string, ...fields: Fields) {
  return { about, fields };
}

/** Fields that many kinds have. */
export const line = field("line", "line", "Line of the program that did it.");
export const task = field("task", "task", "Task that did it; none for code outside of any task.");
