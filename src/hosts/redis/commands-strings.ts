/** Commands about strings, among them counters. */
import { arityError, type CommandTable, pairsOf, type Run, syntaxError } from "./command.ts";
import type { Keyspace } from "./keyspace.ts";
import { bigIntegerOf, doubleOf, fractionSum, integerOf, rangeOf, sumOf } from "./numbers.ts";
import { doubleText, OK, RedisError, type Reply } from "./reply.ts";

const MAX_TEXT = 512 * 1024 * 1024;

/** Return the time of an option such as EX, in milliseconds since 1970; null for a word that is none. Throws RedisError. */
function timeOf(option: string, text: string | undefined, name: string, now: number): number | null {
  const scale = { ex: 1000, px: 1, exat: 1000, pxat: 1 }[option];
  if (scale === undefined) return null;
  if (text === undefined) throw syntaxError();
  const amount = integerOf(text);
  const when = amount * scale + (option.endsWith("at") ? 0 : now);
  if (amount <= 0 || !Number.isSafeInteger(when))
    throw new RedisError(`ERR invalid expire time in '${name}' command`);
  return when;
}

const set: Run = ({ db }, [key = "", text = "", ...options]) => {
  let when = Infinity;
  const given = new Set<string>();
  for (let at = 0; at < options.length; at++) {
    const option = options[at]?.toLowerCase() ?? "";
    const time = timeOf(option, options[at + 1], "set", db.now());
    if (time === null && !["nx", "xx", "get", "keepttl"].includes(option)) throw syntaxError();
    if (time !== null) {
      when = time;
      at++;
    }
    given.add(time === null ? option : "time");
  }
  if ((given.has("nx") && given.has("xx")) || (given.has("time") && given.has("keepttl")))
    throw syntaxError();
  const old = given.has("get") ? db.text(key) : null;
  const isThere = db.kindOf(key) !== null;
  if ((given.has("nx") && isThere) || (given.has("xx") && !isThere)) return given.has("get") ? old : null;
  db.setText(key, text, given.has("keepttl") ? (db.expiry(key) ?? Infinity) : when);
  return given.has("get") ? old : OK;
};

/** SETEX and PSETEX. */
function setWithTime(name: string, option: string): Run {
  return ({ db }, [key = "", text = "", value = ""]) => {
    db.setText(key, value, timeOf(option, text, name, db.now()) ?? Infinity);
    return OK;
  };
}

function change(db: Keyspace, key: string, by: bigint): Reply {
  const sum = sumOf(bigIntegerOf(db.text(key) ?? "0"), by);
  replaceText(db, key, String(sum));
  return sum;
}

/** Put another text in a key, which still expires when it did. */
function replaceText(db: Keyspace, key: string, text: string): void {
  db.setText(key, text, db.expiry(key) ?? Infinity);
}

function setAll(db: Keyspace, args: readonly string[], name: string): void {
  if (args.length % 2 === 1) throw arityError(name);
  for (const [key, text] of pairsOf(args)) db.setText(key, text);
}

const getRange: Run = ({ db }, [key = "", first = "", last = ""]) => {
  const [from, to] = [integerOf(first), integerOf(last)];
  const text = db.text(key) ?? "";
  return text.slice(...rangeOf(from, to < 0 ? Math.max(to, -text.length) : to, text.length));
};

export const stringCommands: CommandTable = {
  get: [2, ({ db }, [key = ""]) => db.text(key)],
  set: [-3, set],
  setnx: [
    3,
    ({ db }, [key = "", text = ""]) => {
      if (db.kindOf(key) !== null) return 0;
      db.setText(key, text);
      return 1;
    },
  ],
  setex: [4, setWithTime("setex", "ex")],
  psetex: [4, setWithTime("psetex", "px")],
  getset: [
    3,
    ({ db }, [key = "", text = ""]) => {
      const old = db.text(key);
      db.setText(key, text);
      return old;
    },
  ],
  getdel: [
    2,
    ({ db }, [key = ""]) => {
      const old = db.text(key);
      db.delete(key);
      return old;
    },
  ],
  getex: [
    -2,
    ({ db }, [key = "", option, ...values]) => {
      const word = option?.toLowerCase();
      const when =
        word === undefined || word === "persist" ? null : timeOf(word, values[0], "getex", db.now());
      if (
        values.length > (when === null ? 0 : 1) ||
        (word !== undefined && word !== "persist" && when === null)
      )
        throw syntaxError();
      const text = db.text(key);
      if (word === "persist") db.setExpiry(key, Infinity);
      else if (when !== null) db.setExpiry(key, when);
      return text;
    },
  ],
  mget: [-2, ({ db }, keys) => keys.map((key) => (db.kindOf(key) === "string" ? db.text(key) : null))],
  mset: [
    -3,
    ({ db }, args) => {
      setAll(db, args, "mset");
      return OK;
    },
  ],
  msetnx: [
    -3,
    ({ db }, args) => {
      if (args.length % 2 === 1) throw arityError("msetnx");
      if (pairsOf(args).some(([key]) => db.kindOf(key) !== null)) return 0;
      setAll(db, args, "msetnx");
      return 1;
    },
  ],
  append: [
    3,
    ({ db }, [key = "", text = ""]) => {
      const all = (db.text(key) ?? "") + text;
      replaceText(db, key, all);
      return all.length;
    },
  ],
  strlen: [2, ({ db }, [key = ""]) => db.text(key)?.length ?? 0],
  incr: [2, ({ db }, [key = ""]) => change(db, key, 1n)],
  decr: [2, ({ db }, [key = ""]) => change(db, key, -1n)],
  incrby: [3, ({ db }, [key = "", by = ""]) => change(db, key, bigIntegerOf(by))],
  decrby: [3, ({ db }, [key = "", by = ""]) => change(db, key, -bigIntegerOf(by))],
  incrbyfloat: [
    3,
    ({ db }, [key = "", by = ""]) => {
      const sum = doubleText(fractionSum(doubleOf(db.text(key) ?? "0"), doubleOf(by)));
      replaceText(db, key, sum);
      return sum;
    },
  ],
  getrange: [4, getRange],
  substr: [4, getRange],
  setrange: [
    4,
    ({ db }, [key = "", offset = "", text = ""]) => {
      const at = integerOf(offset);
      if (at < 0) throw new RedisError("ERR offset is out of range");
      const old = db.text(key) ?? "";
      if (text === "") return old.length;
      if (at + text.length > MAX_TEXT)
        throw new RedisError("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
      const all = old.slice(0, at).padEnd(at, "\0") + text + old.slice(at + text.length);
      replaceText(db, key, all);
      return all.length;
    },
  ],
};
