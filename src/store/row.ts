import type { Trace } from "../trace/trace.ts";

/** One event's columns, read when asked for. */
export class Row {
  constructor(
    private readonly trace: Trace,
    readonly index: number,
  ) {}

  get kind() {
    return this.trace.kind(this.index);
  }
  get time() {
    return this.trace.time(this.index);
  }
  get subject() {
    return this.trace.get(this.index, "subject");
  }
  get object() {
    return this.trace.get(this.index, "object");
  }
  get extra() {
    return this.trace.get(this.index, "extra");
  }
  get line() {
    return this.trace.get(this.index, "line");
  }
  get value() {
    return this.trace.get(this.index, "value");
  }
  get text() {
    return this.trace.text(this.index);
  }
  string(column: "object" | "extra" | "value") {
    return this.trace.string(this.trace.get(this.index, column));
  }
}
