/** Commands about streams and groups of consumers. Left out: claiming entries of other consumers, XINFO. */
import { Block } from "./block.ts";
import { arityError, type CommandTable, type Context, type Run, runSub, syntaxError } from "./command.ts";
import { integerOf } from "./numbers.ts";
import { NO_ARRAY, OK, Pairs, RedisError, type Reply } from "./reply.ts";
import { type Group, idOf, idText, MAX_ID, type Stream, type StreamEntry } from "./stream.ts";

const entryOf = ({ id, fields }: StreamEntry): Reply => [idText(id), fields];

/** Return an end of a range of ids; `sequence` is that of an id without one. */
function endOf(text: string, sequence: bigint): bigint {
  if (text === "-") return 0n;
  if (text === "+") return MAX_ID;
  if (!text.startsWith("(")) return idOf(text, sequence);
  const id = idOf(text.slice(1), sequence);
  return sequence === 0n ? id + 1n : id - 1n;
}

const LAST_SEQUENCE = 2n ** 64n - 1n;

function range(isReversed: boolean): Run {
  return ({ db }, [key = "", first = "", last = "", word, text, ...more]) => {
    const [from, to] = isReversed ? [last, first] : [first, last];
    const [low, high] = [endOf(from, 0n), endOf(to, LAST_SEQUENCE)];
    if (word !== undefined && (word.toLowerCase() !== "count" || text === undefined || more.length > 0))
      throw syntaxError();
    const count = text === undefined ? Infinity : integerOf(text);
    const entries = db.get(key, "stream")?.range(low, high) ?? [];
    if (isReversed) entries.reverse();
    return entries.slice(0, Math.max(0, count)).map(entryOf);
  };
}

/** Read MAXLEN and MINID; return how many arguments they take, and the test of what is dropped. */
function trimOf(args: readonly string[]): { taken: number; trim: ((stream: Stream) => number) | null } {
  const word = args[0]?.toLowerCase();
  if (word !== "maxlen" && word !== "minid") return { taken: 0, trim: null };
  const at = args[1] === "~" || args[1] === "=" ? 2 : 1;
  const text = args[at];
  if (text === undefined) throw syntaxError();
  if (word === "minid") {
    const id = idOf(text, 0n);
    return { taken: at + 1, trim: (stream) => stream.drop((entry) => entry.id < id) };
  }
  const most = integerOf(text);
  if (most < 0) throw new RedisError("ERR The MAXLEN argument must be >= 0.");
  // "About" is taken exactly.
  return { taken: at + 1, trim: (stream) => stream.drop((_, place) => place < stream.size - most) };
}

const xadd: Run = ({ db }, [key = "", ...args]) => {
  let at = 0;
  const isCareful = args[0]?.toLowerCase() === "nomkstream";
  if (isCareful) at++;
  const { taken, trim } = trimOf(args.slice(at));
  at += taken;
  const [id = "", ...fields] = args.slice(at);
  if (fields.length === 0 || fields.length % 2 === 1) throw arityError("xadd");
  const known = db.get(key, "stream");
  if (!known && isCareful) return null;
  if (!known && id !== "*" && !id.endsWith("-*") && idOf(id, 0n) === 0n)
    throw new RedisError("ERR The ID specified in XADD must be greater than 0-0");
  const stream = db.getOrMake(key, "stream");
  const next = stream.nextId(id, db.now());
  stream.add(next, fields);
  trim?.(stream);
  db.changed(key);
  return idText(next);
};

interface Reading {
  readonly count: number;
  /** Seconds to wait; null not to. */
  readonly seconds: number | null;
  readonly isUnacknowledged: boolean;
  readonly streams: readonly (readonly [key: string, id: string])[];
}

function readingOf(name: string, args: readonly string[]): Reading {
  let [count, seconds, isUnacknowledged] = [Infinity, null as number | null, false];
  for (let at = 0; at < args.length; at++) {
    const option = args[at]?.toLowerCase();
    if (option === "streams") {
      const rest = args.slice(at + 1);
      if (rest.length === 0 || rest.length % 2 === 1) {
        throw new RedisError(
          `ERR Unbalanced '${name}' list of streams: for each stream key an ID or '${name === "xread" ? "$" : ">"}' must be specified.`,
        );
      }
      const half = rest.length / 2;
      const streams = rest.slice(0, half).map((key, i) => [key, rest[half + i] ?? ""] as const);
      return { count, seconds, isUnacknowledged, streams };
    }
    if (option === "noack" && name === "xreadgroup") isUnacknowledged = true;
    else if (option === "count" && at + 1 < args.length) count = Math.max(1, integerOf(args[++at] ?? ""));
    else if (option === "block" && at + 1 < args.length) {
      const text = args[++at] ?? "";
      if (!/^-?\d+$/.test(text)) throw new RedisError("ERR timeout is not an integer or out of range");
      if (Number(text) < 0) throw new RedisError("ERR timeout is negative");
      seconds = Number(text) === 0 ? Infinity : Number(text) / 1000;
    } else throw syntaxError();
  }
  throw syntaxError();
}

/** Read from streams, or wait for the first that has something. */
function read(
  { client }: Context,
  { seconds, streams }: Reading,
  entriesOf: (key: string, at: number) => Reply[] | null,
): Reply | Block {
  const retry = (): Reply | undefined => {
    const found = streams.flatMap(([key], at) => {
      const entries = entriesOf(key, at);
      return entries ? [[key, entries] as const] : [];
    });
    if (found.length === 0) return undefined;
    return client.version === 3 ? new Pairs(found) : found;
  };
  const reply = retry();
  if (reply !== undefined) return reply;
  return seconds === null
    ? NO_ARRAY
    : new Block(
        streams.map(([key]) => key),
        seconds,
        retry,
        NO_ARRAY,
      );
}

const xread: Run = (context, args) => {
  const { db } = context;
  const reading = readingOf("xread", args);
  const after = reading.streams.map(([key, id]) =>
    id === "$" ? (db.get(key, "stream")?.last ?? 0n) : idOf(id, 0n),
  );
  return read(context, reading, (key, at) => {
    const entries = db.get(key, "stream")?.range((after[at] as bigint) + 1n, MAX_ID) ?? [];
    return entries.length > 0 ? entries.slice(0, reading.count).map(entryOf) : null;
  });
};

function groupOf(db: Context["db"], key: string, name: string): [Stream, Group] | null {
  const stream = db.get(key, "stream");
  const group = stream?.groups.get(name);
  return stream && group ? [stream, group] : null;
}

const noGroup = (key: string, name: string, more = "") =>
  new RedisError(`NOGROUP No such key '${key}' or consumer group '${name}'${more}`);

const xreadgroup: Run = (context, [word = "", name = "", consumer = "", ...args]) => {
  const { db } = context;
  if (word.toLowerCase() !== "group") throw syntaxError();
  const reading = readingOf("xreadgroup", args);
  for (const [key] of reading.streams) {
    if (!groupOf(db, key, name)) throw noGroup(key, name, " in XREADGROUP with GROUP option");
  }
  return read(context, reading, (key, at) => {
    const found = groupOf(db, key, name);
    if (!found) throw noGroup(key, name);
    const [stream, group] = found;
    group.consumers.add(consumer);
    const id = reading.streams[at]?.[1] ?? "";
    if (id !== ">") {
      const from = idOf(id, 0n);
      const own = [...group.pending].filter(([id, one]) => one.consumer === consumer && id > from);
      return own.slice(0, reading.count).map(([id]): Reply => {
        const entry = stream.entries.find((entry) => entry.id === id);
        return entry ? entryOf(entry) : [idText(id), null];
      });
    }
    const entries = stream.range(group.last + 1n, MAX_ID).slice(0, reading.count);
    for (const { id } of entries) {
      group.last = id;
      if (!reading.isUnacknowledged) group.pending.set(id, { consumer, delivered: db.now(), count: 1 });
    }
    return entries.length > 0 ? entries.map(entryOf) : null;
  });
};

const xpending: Run = ({ db }, [key = "", name = "", first, last, count, consumer]) => {
  const found = groupOf(db, key, name);
  if (!found) throw noGroup(key, name);
  const pending = [...found[1].pending].sort(([a], [b]) => (a < b ? -1 : 1));
  if (first === undefined) {
    const counts = new Map<string, number>();
    for (const [, one] of pending) counts.set(one.consumer, (counts.get(one.consumer) ?? 0) + 1);
    const [low, high] = [pending[0]?.[0], pending.at(-1)?.[0]];
    if (low === undefined || high === undefined) return [0, null, null, NO_ARRAY];
    const sums = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => [name, String(sum)]);
    return [pending.length, idText(low), idText(high), sums];
  }
  if (last === undefined || count === undefined) throw syntaxError();
  const [from, to] = [endOf(first, 0n), endOf(last, LAST_SEQUENCE)];
  return pending
    .filter(([id, one]) => id >= from && id <= to && (consumer === undefined || one.consumer === consumer))
    .slice(0, integerOf(count))
    .map(([id, one]) => [idText(id), one.consumer, db.now() - one.delivered, one.count]);
};

const create: Run = ({ db }, [key = "", name = "", id = "", ...options]) => {
  const makes = options[0]?.toLowerCase() === "mkstream";
  let stream = db.get(key, "stream");
  if (!stream && !makes) {
    throw new RedisError(
      "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.",
    );
  }
  const last = id === "$" ? (stream?.last ?? 0n) : idOf(id, 0n);
  stream ??= db.getOrMake(key, "stream");
  if (stream.groups.has(name)) throw new RedisError("BUSYGROUP Consumer Group name already exists");
  stream.groups.set(name, { last, pending: new Map(), consumers: new Set() });
  db.changed(key);
  return OK;
};

export const streamCommands: CommandTable = {
  xadd: [-5, xadd],
  xlen: [2, ({ db }, [key = ""]) => db.get(key, "stream")?.size ?? 0],
  xrange: [-4, range(false)],
  xrevrange: [-4, range(true)],
  xdel: [
    -3,
    ({ db }, [key = "", ...texts]) => {
      const ids = new Set(texts.map((text) => idOf(text, 0n)));
      const count = db.get(key, "stream")?.drop(({ id }) => ids.has(id)) ?? 0;
      if (count > 0) db.changed(key);
      return count;
    },
  ],
  xtrim: [
    -4,
    ({ db }, [key = "", ...args]) => {
      const { taken, trim } = trimOf(args);
      if (!trim || taken < args.length) throw syntaxError();
      const stream = db.get(key, "stream");
      const count = stream ? trim(stream) : 0;
      if (count > 0) db.changed(key);
      return count;
    },
  ],
  xread: [-4, xread],
  xreadgroup: [-7, xreadgroup],
  xack: [
    -4,
    ({ db }, [key = "", name = "", ...texts]) => {
      const ids = texts.map((text) => idOf(text, 0n));
      const pending = groupOf(db, key, name)?.[1].pending;
      return ids.filter((id) => pending?.delete(id)).length;
    },
  ],
  xpending: [-3, xpending],
  xgroup: [
    -2,
    runSub("xgroup", {
      create: [-5, create],
      destroy: [
        4,
        ({ db }, [key = "", name = ""]) => Number(db.get(key, "stream")?.groups.delete(name) ?? false),
      ],
    }),
  ],
};
