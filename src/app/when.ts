/** A past time in words: minutes or hours ago today, else the day. */

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const date = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `then` and `now` are milliseconds since 1970; 0 if the time is unknown. */
export function whenInWords(then: number, now: number): string {
  if (then === 0) return "some time ago";
  const passed = now - then;
  // A clock that was set back makes `passed` negative.
  if (passed < MINUTE) return "just now";
  if (passed < HOUR) return words.format(-Math.floor(passed / MINUTE), "minute");
  const days = Math.round((startOfDay(now) - startOfDay(then)) / (24 * HOUR));
  if (days === 0) return words.format(-Math.floor(passed / HOUR), "hour");
  return days < 7 ? words.format(-days, "day") : `on ${date.format(then)}`;
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
