/** Commands about lists, and those that wait for one. */
import { Block } from "./block.ts";
import { type CommandTable, type Context, type Run, syntaxError } from "./command.ts";
import type { Keyspace } from "./keyspace.ts";
import { integerOf, rangeOf, timeoutOf } from "./numbers.ts";
import { NO_ARRAY, OK, RedisError, type Reply } from "./reply.ts";

type End = "left" | "right";

function push(end: End, needsList: boolean): Run {
  return ({ db }, [key = "", ...items]) => {
    if (needsList && !db.get(key, "list")) return 0;
    const list = db.getOrMake(key, "list");
    if (end === "left") list.unshift(...items.reverse());
    else list.push(...items);
    db.changed(key);
    return list.length;
  };
}

/** Take the item at an end of a list; null if there is none. */
function take(db: Keyspace, key: string, end: End): string | null {
  const list = db.get(key, "list");
  if (!list) return null;
  const item = (end === "left" ? list.shift() : list.pop()) ?? null;
  db.changed(key);
  return item;
}

function pop(end: End): Run {
  return ({ db }, args) => {
    const [key = "", text] = args;
    if (args.length > 2)
      throw new RedisError(`ERR wrong number of arguments for '${end === "left" ? "lpop" : "rpop"}' command`);
    if (text === undefined) return take(db, key, end);
    const count = integerOf(text);
    if (count < 0) throw new RedisError("ERR value is out of range, must be positive");
    const list = db.get(key, "list");
    if (!list) return NO_ARRAY;
    return Array.from({ length: Math.min(count, list.length) }, () => take(db, key, end));
  };
}

/** Wait for an item in one of some lists. */
function blockingPop(end: End): Run {
  return ({ db }, args) => {
    const keys = args.slice(0, -1);
    const retry = (): Reply | undefined => {
      const key = keys.find((key) => db.get(key, "list"));
      return key === undefined ? undefined : [key, take(db, key, end)];
    };
    const seconds = timeoutOf(args.at(-1) ?? "");
    return retry() ?? new Block(keys, seconds, retry, NO_ARRAY);
  };
}

function endOf(text: string): End {
  const end = text.toLowerCase();
  if (end !== "left" && end !== "right") throw syntaxError();
  return end;
}

/** Move an item from one list to another, or wait for one; undefined if there is none. */
function move({ db }: Context, from: string, to: string, ends: readonly [End, End]): string | undefined {
  if (!db.get(from, "list")) return undefined;
  db.get(to, "list");
  const item = take(db, from, ends[0]) as string;
  const list = db.getOrMake(to, "list");
  if (ends[1] === "left") list.unshift(item);
  else list.push(item);
  db.changed(to);
  return item;
}

function blockingMove(
  context: Context,
  from: string,
  to: string,
  ends: readonly [End, End],
  timeout: string,
): Reply | Block {
  const seconds = timeoutOf(timeout);
  const retry = () => move(context, from, to, ends);
  return retry() ?? new Block([from], seconds, retry, null);
}

const lpos: Run = ({ db }, [key = "", item = "", ...options]) => {
  let [rank, count, most] = [1, null as number | null, 0];
  for (let at = 0; at < options.length; at += 2) {
    const value = options[at + 1];
    const option = options[at]?.toLowerCase();
    if (value === undefined) throw syntaxError();
    if (option === "rank") {
      rank = integerOf(value);
      if (rank === 0)
        throw new RedisError(
          "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
        );
    } else if (option === "count") count = integerOf(value);
    else if (option === "maxlen") most = integerOf(value);
    else throw syntaxError();
    if (count !== null && count < 0) throw new RedisError("ERR COUNT can't be negative");
    if (most < 0) throw new RedisError("ERR MAXLEN can't be negative");
  }
  const list = db.get(key, "list") ?? [];
  const places = [...list.keys()];
  if (rank < 0) places.reverse();
  const found = places.slice(0, most || undefined).filter((place) => list[place] === item);
  const wanted = found.slice(Math.abs(rank) - 1);
  return count === null ? (wanted[0] ?? null) : wanted.slice(0, count || undefined);
};

export const listCommands: CommandTable = {
  lpush: [-3, push("left", false)],
  rpush: [-3, push("right", false)],
  lpushx: [-3, push("left", true)],
  rpushx: [-3, push("right", true)],
  lpop: [-2, pop("left")],
  rpop: [-2, pop("right")],
  blpop: [-3, blockingPop("left")],
  brpop: [-3, blockingPop("right")],
  llen: [2, ({ db }, [key = ""]) => db.get(key, "list")?.length ?? 0],
  lrange: [
    4,
    ({ db }, [key = "", first = "", last = ""]) => {
      const [from, to] = [integerOf(first), integerOf(last)];
      const list = db.get(key, "list") ?? [];
      return list.slice(...rangeOf(from, to, list.length));
    },
  ],
  lindex: [
    3,
    ({ db }, [key = "", place = ""]) => {
      const list = db.get(key, "list");
      return list ? (list.at(integerOf(place)) ?? null) : null;
    },
  ],
  lset: [
    4,
    ({ db }, [key = "", place = "", item = ""]) => {
      const list = db.get(key, "list");
      if (!list) throw new RedisError("ERR no such key");
      const at = integerOf(place);
      const index = at < 0 ? list.length + at : at;
      if (index < 0 || index >= list.length) throw new RedisError("ERR index out of range");
      list[index] = item;
      db.changed(key);
      return OK;
    },
  ],
  lrem: [
    4,
    ({ db }, [key = "", text = "", item = ""]) => {
      const count = integerOf(text);
      const list = db.get(key, "list");
      if (!list) return 0;
      const places = [...list.keys()].filter((place) => list[place] === item);
      const dropped = count < 0 ? places.slice(count) : places.slice(0, count || undefined);
      for (const place of dropped.reverse()) list.splice(place, 1);
      if (dropped.length > 0) db.changed(key);
      return dropped.length;
    },
  ],
  ltrim: [
    4,
    ({ db }, [key = "", first = "", last = ""]) => {
      const [from, to] = [integerOf(first), integerOf(last)];
      const list = db.get(key, "list");
      if (!list) return OK;
      const kept = list.slice(...rangeOf(from, to, list.length));
      list.splice(0, list.length, ...kept);
      db.changed(key);
      return OK;
    },
  ],
  linsert: [
    5,
    ({ db }, [key = "", side = "", pivot = "", item = ""]) => {
      const where = side.toLowerCase();
      if (where !== "before" && where !== "after") throw syntaxError();
      const list = db.get(key, "list");
      if (!list) return 0;
      const at = list.indexOf(pivot);
      if (at < 0) return -1;
      list.splice(where === "before" ? at : at + 1, 0, item);
      db.changed(key);
      return list.length;
    },
  ],
  lpos: [-3, lpos],
  rpoplpush: [3, (context, [from = "", to = ""]) => move(context, from, to, ["right", "left"]) ?? null],
  lmove: [
    5,
    (context, [from = "", to = "", out = "", into = ""]) =>
      move(context, from, to, [endOf(out), endOf(into)]) ?? null,
  ],
  brpoplpush: [
    4,
    (context, [from = "", to = "", timeout = ""]) =>
      blockingMove(context, from, to, ["right", "left"], timeout),
  ],
  blmove: [
    6,
    (context, [from = "", to = "", out = "", into = "", timeout = ""]) =>
      blockingMove(context, from, to, [endOf(out), endOf(into)], timeout),
  ],
};
