/** Commands about sorted sets. */
import { Block } from "./block.ts";
import { type CommandTable, pairsOf, type Run, syntaxError } from "./command.ts";
import { cursorOf, scanOptions } from "./commands-keys.ts";
import type { Keyspace } from "./keyspace.ts";
import { doubleOf, integerOf, rangeOf, timeoutOf } from "./numbers.ts";
import { Double, doubleText, NO_ARRAY, RedisError, type Reply } from "./reply.ts";
import type { Client } from "./parties.ts";
import type { SortedSet } from "./sorted-set.ts";

const zadd: Run = ({ db }, [key = "", ...args]) => {
  const flags = new Set<string>();
  let at = 0;
  while (["nx", "xx", "gt", "lt", "ch", "incr"].includes(args[at]?.toLowerCase() ?? ""))
    flags.add(args[at++]?.toLowerCase() ?? "");
  const rest = args.slice(at);
  if (rest.length === 0 || rest.length % 2 === 1) throw syntaxError();
  if (flags.has("nx") && flags.has("xx"))
    throw new RedisError("ERR XX and NX options at the same time are not compatible");
  if ([flags.has("nx"), flags.has("gt"), flags.has("lt")].filter(Boolean).length > 1)
    throw new RedisError("ERR GT, LT, and/or NX options at the same time are not compatible");
  if (flags.has("incr") && rest.length > 2)
    throw new RedisError("ERR INCR option supports a single increment-element pair");
  const scores = pairsOf(rest).map(([score, member]) => [doubleOf(score), member] as const);
  db.get(key, "zset");
  if (flags.has("xx") && !db.get(key, "zset")) return flags.has("incr") ? null : 0;
  const set = db.getOrMake(key, "zset");
  let [added, changed] = [0, 0];
  let result: number | null = null;
  for (const [given, member] of scores) {
    const old = set.score(member);
    const score = flags.has("incr") ? (old ?? 0) + given : given;
    if (Number.isNaN(score)) throw new RedisError("ERR resulting score is not a number (NaN)");
    if (old === undefined ? flags.has("xx") : flags.has("nx")) continue;
    if (old !== undefined && ((flags.has("gt") && score <= old) || (flags.has("lt") && score >= old)))
      continue;
    result = score;
    if (old === score) continue;
    if (old === undefined) added++;
    else changed++;
    set.set(member, score);
  }
  db.changed(key);
  if (flags.has("incr")) return result === null ? null : new Double(result);
  return flags.has("ch") ? added + changed : added;
};

/** Limit of scores: a number, and true if it is not included. */
type Limit = readonly [score: number, isOpen: boolean];

function limitOf(text: string): Limit {
  const isOpen = text.startsWith("(");
  return [doubleOf(isOpen ? text.slice(1) : text, "ERR min or max is not a float"), isOpen];
}

const isWithin = (score: number, [low, lowOpen]: Limit, [high, highOpen]: Limit) =>
  (lowOpen ? score > low : score >= low) && (highOpen ? score < high : score <= high);

function byScore(set: SortedSet | undefined, low: string, high: string): string[] {
  const [from, to] = [limitOf(low), limitOf(high)];
  return (set?.sorted ?? []).filter((member) => isWithin(set?.score(member) as number, from, to));
}

function byLex(set: SortedSet | undefined, low: string, high: string): string[] {
  for (const limit of [low, high]) {
    if (!/^[-+]$|^[[(]/.test(limit)) throw new RedisError("ERR min or max not valid string range item");
  }
  const isAbove = (member: string) =>
    low === "-" || (low !== "+" && (low.startsWith("[") ? member >= low.slice(1) : member > low.slice(1)));
  const isBelow = (member: string) =>
    high === "+" ||
    (high !== "-" && (high.startsWith("[") ? member <= high.slice(1) : member < high.slice(1)));
  return (set?.sorted ?? []).filter((member) => isAbove(member) && isBelow(member));
}

/** Reply with members, with their scores if they are wanted: in pairs for version 3. */
function withScores(members: readonly string[], set: SortedSet | undefined, { version }: Client): Reply {
  const pairs = members.map((member) => [member, new Double(set?.score(member) ?? 0)]);
  return version === 3 ? pairs : pairs.flat();
}

interface RangeOptions {
  readonly by: "rank" | "score" | "lex";
  readonly isReversed: boolean;
  /** True if the options name these themselves, as those of ZRANGE do. */
  readonly isOpen: boolean;
}

function range(usual: RangeOptions): Run {
  return ({ db, client }, [key = "", first = "", last = "", ...args]) => {
    let { by, isReversed } = usual;
    let limit: [offset: number, count: number] | null = null;
    let scores = false;
    for (let at = 0; at < args.length; at++) {
      const option = args[at]?.toLowerCase();
      if (option === "withscores") scores = true;
      else if (option === "limit" && at + 2 < args.length)
        limit = [integerOf(args[++at] ?? ""), integerOf(args[++at] ?? "")];
      else if (usual.isOpen && option === "rev") isReversed = true;
      else if (usual.isOpen && option === "byscore") by = "score";
      else if (usual.isOpen && option === "bylex") by = "lex";
      else throw syntaxError();
    }
    if (limit && by === "rank")
      throw new RedisError(
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
      );
    if (scores && by === "lex")
      throw new RedisError("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
    const set = db.get(key, "zset");
    let members: string[];
    if (by === "rank") {
      const all = [...(set?.sorted ?? [])];
      const [from, to] = [integerOf(first), integerOf(last)];
      members = (isReversed ? all.reverse() : all).slice(...rangeOf(from, to, all.length));
    } else {
      const [low, high] = isReversed ? [last, first] : [first, last];
      members = by === "score" ? byScore(set, low, high) : byLex(set, low, high);
      if (isReversed) members.reverse();
      if (limit) {
        const [offset, count] = limit;
        members = offset < 0 ? [] : members.slice(offset, count < 0 ? undefined : offset + count);
      }
    }
    return scores ? withScores(members, set, client) : members;
  };
}

function removeAll(db: Keyspace, key: string, members: readonly string[]): number {
  const set = db.get(key, "zset");
  const count = members.filter((member) => set?.delete(member)).length;
  if (count > 0) db.changed(key);
  return count;
}

function pop(isMax: boolean): Run {
  return ({ db, client }, [key = "", text, ...more]) => {
    if (more.length > 0) throw syntaxError();
    const count = text === undefined ? 1 : integerOf(text);
    if (count < 0) throw new RedisError("ERR value is out of range, must be positive");
    const set = db.get(key, "zset");
    const all = [...(set?.sorted ?? [])];
    const members = (isMax ? all.reverse() : all).slice(0, count);
    const reply = withScores(members, set, client);
    removeAll(db, key, members);
    return text === undefined && Array.isArray(reply) ? reply.flat() : reply;
  };
}

function blockingPop(isMax: boolean): Run {
  return ({ db }, args) => {
    const keys = args.slice(0, -1);
    const retry = (): Reply | undefined => {
      for (const key of keys) {
        const set = db.get(key, "zset");
        const member = set?.sorted.at(isMax ? -1 : 0);
        if (!set || member === undefined) continue;
        const score = set.score(member) as number;
        removeAll(db, key, [member]);
        return [key, member, new Double(score)];
      }
      return undefined;
    };
    const seconds = timeoutOf(args.at(-1) ?? "");
    return retry() ?? new Block(keys, seconds, retry, NO_ARRAY);
  };
}

function rank(isReversed: boolean): Run {
  return ({ db }, [key = "", member = ""]) => {
    const sorted = db.get(key, "zset")?.sorted ?? [];
    const at = sorted.indexOf(member);
    if (at < 0) return null;
    return isReversed ? sorted.length - 1 - at : at;
  };
}

const scoreOf = (set: SortedSet | undefined, member: string): Reply => {
  const score = set?.score(member);
  return score === undefined ? null : new Double(score);
};

export const sortedSetCommands: CommandTable = {
  zadd: [-4, zadd],
  zincrby: [4, (context, [key = "", by = "", member = ""]) => zadd(context, [key, "incr", by, member])],
  zrem: [-3, ({ db }, [key = "", ...members]) => removeAll(db, key, members)],
  zscore: [3, ({ db }, [key = "", member = ""]) => scoreOf(db.get(key, "zset"), member)],
  zmscore: [
    -3,
    ({ db }, [key = "", ...members]) => members.map((member) => scoreOf(db.get(key, "zset"), member)),
  ],
  zcard: [2, ({ db }, [key = ""]) => db.get(key, "zset")?.size ?? 0],
  zcount: [4, ({ db }, [key = "", low = "", high = ""]) => byScore(db.get(key, "zset"), low, high).length],
  zlexcount: [4, ({ db }, [key = "", low = "", high = ""]) => byLex(db.get(key, "zset"), low, high).length],
  zrank: [3, rank(false)],
  zrevrank: [3, rank(true)],
  zrange: [-4, range({ by: "rank", isReversed: false, isOpen: true })],
  zrevrange: [-4, range({ by: "rank", isReversed: true, isOpen: false })],
  zrangebyscore: [-4, range({ by: "score", isReversed: false, isOpen: false })],
  zrevrangebyscore: [-4, range({ by: "score", isReversed: true, isOpen: false })],
  zrangebylex: [-4, range({ by: "lex", isReversed: false, isOpen: false })],
  zremrangebyscore: [
    4,
    ({ db }, [key = "", low = "", high = ""]) => removeAll(db, key, byScore(db.get(key, "zset"), low, high)),
  ],
  zremrangebyrank: [
    4,
    ({ db }, [key = "", first = "", last = ""]) => {
      const [from, to] = [integerOf(first), integerOf(last)];
      const all = db.get(key, "zset")?.sorted ?? [];
      return removeAll(db, key, all.slice(...rangeOf(from, to, all.length)));
    },
  ],
  zpopmin: [-2, pop(false)],
  zpopmax: [-2, pop(true)],
  bzpopmin: [-3, blockingPop(false)],
  bzpopmax: [-3, blockingPop(true)],
  zscan: [
    -3,
    ({ db }, [key = "", cursor = "", ...args]) => {
      const { test } = scanOptions(args);
      cursorOf(cursor);
      const set = db.get(key, "zset");
      const shown = (set?.sorted ?? []).filter(test);
      return ["0", shown.flatMap((member) => [member, doubleText(set?.score(member) ?? 0)])];
    },
  ],
};
