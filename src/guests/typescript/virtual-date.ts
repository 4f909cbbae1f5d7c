/**
 * `Date` of a program: now is the virtual time, and the local time zone is UTC, so a program prints the same on every
 * machine.
 */

/** Text of a date and a time without a zone, which JavaScript reads as local time. */
const LOCAL = /^\d{4}-\d\d-\d\dT[\d:.]+$/;

/** Return the class. `now` returns milliseconds since 1970. */
export function virtualDate(now: () => number): DateConstructor {
  class VirtualDate extends Date {
    constructor(...given: [] | [number | string | Date] | Parameters<typeof Date.UTC>) {
      const [first, ...more] = given;
      if (first === undefined) super(now());
      else if (more.length > 0) super(Date.UTC(first as number, ...(more as [number])));
      else super(typeof first === "string" && LOCAL.test(first) ? `${first}Z` : first);
    }

    static override now(): number {
      return now();
    }

    override getTimezoneOffset(): number {
      return 0;
    }

    override toString(): string {
      return this.toUTCString();
    }
  }
  const prototype = VirtualDate.prototype as unknown as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(Date.prototype)) {
    const local = name.replace(/^([gs]et)UTC/, "$1");
    if (local !== name) prototype[local] = Date.prototype[name as "getUTCHours"];
    if (/^toLocale/.test(name)) {
      const format = Date.prototype[name as "toLocaleString"];
      prototype[name] = function (this: Date, locale = "en-US", options?: Intl.DateTimeFormatOptions) {
        return format.call(this, locale as string, { timeZone: "UTC", ...options });
      };
    }
  }
  return VirtualDate as unknown as DateConstructor;
}
