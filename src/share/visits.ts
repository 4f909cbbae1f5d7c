/**
 * Visits that a program on the network gets: requests that a person plans. They belong to the program, like its seed, and links
 * carry them. Without a plan a program that only serves is visited all the same (`runtime/network/visitors.ts`).
 */

/** Methods of HTTP that a visitor uses; LINE sends a line of text instead, and reads what comes. */
export const METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "LINE"] as const;
export type VisitMethod = (typeof METHODS)[number];

export interface Visit {
  /** Virtual seconds from the program's start. */
  readonly at: number;
  readonly method: VisitMethod;
  /** Path of the request; the text of a LINE. Without spaces and commas. */
  readonly path: string;
  /** Visitors that come at once. */
  readonly count: number;
}

const MAX_VISITS = 20;
const MAX_COUNT = 100;
const MAX_PATH = 200;
const MAX_TIME = 1e8;

/** True for visits that a program may have; none at all is a plan, too: no visitor comes. */
export function isVisits(value: unknown): value is readonly Visit[] {
  return Array.isArray(value) && value.length <= MAX_VISITS && value.every(isVisit);
}

/** True for one visit that may be planned. */
export function isVisit(value: unknown): value is Visit {
  if (typeof value !== "object" || value === null) return false;
  const { at, method, path, count } = value as Partial<Record<keyof Visit, unknown>>;
  return (
    typeof at === "number" &&
    at >= 0 &&
    at <= MAX_TIME &&
    METHODS.includes(method as VisitMethod) &&
    typeof path === "string" &&
    path.length <= MAX_PATH &&
    (method === "LINE" ? /^[^\s,]+$/ : /^\/[^\s,]*$/).test(path) &&
    Number.isInteger(count) &&
    (count as number) >= 1 &&
    (count as number) <= MAX_COUNT
  );
}

/** Return a plan as an address has it: `GET:/@1,GET:/about@2x3`; `off` for no visits, and empty for no plan. */
export function visitsText(visits: readonly Visit[] | undefined): string {
  if (visits?.length === 0) return "off";
  const texts = (visits ?? []).map(({ at, method, path, count }) => {
    return `${method}:${path}@${at}${count > 1 ? `x${count}` : ""}`;
  });
  return texts.join(",");
}

/** Return the plan of such a text; null if it is wrong. */
export function visitsOfText(text: string): readonly Visit[] | null {
  if (text === "off") return [];
  const visits: readonly unknown[] = text.split(",").map((part) => {
    const [, method, path, at, count] =
      /^([A-Z]+):(.+)@(\d+(?:\.\d+)?(?:e-?\d+)?)(?:x(\d+))?$/.exec(part) ?? [];
    return { at: Number(at ?? NaN), method, path, count: Number(count ?? 1) };
  });
  return isVisits(visits) ? visits : null;
}
