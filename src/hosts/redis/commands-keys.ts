/** Commands about keys of any kind, and about the times at which they expire. */
import { type CommandTable, type Run, syntaxError } from "./command.ts";
import { integerOf } from "./numbers.ts";
import { patternTest } from "./pattern.ts";
import { OK, RedisError, type Reply, Status } from "./reply.ts";

/** EXPIRE and its like: `scale` milliseconds in a unit, from now or from 1970. */
function expire(name: string, scale: number, isAbsolute: boolean): Run {
  return ({ db }, [key = "", text = "", ...options]) => {
    const amount = integerOf(text);
    const words = options.map((option) => option.toUpperCase());
    for (const word of words) {
      if (!["NX", "XX", "GT", "LT"].includes(word))
        throw new RedisError(`ERR Unsupported option ${options[words.indexOf(word)]}`);
    }
    if (words.includes("NX") && words.length > 1 && words.some((word) => word !== "NX"))
      throw new RedisError("ERR NX and XX, GT or LT options at the same time are not compatible");
    if (words.includes("GT") && words.includes("LT"))
      throw new RedisError("ERR GT and LT options at the same time are not compatible");
    const when = amount * scale + (isAbsolute ? 0 : db.now());
    if (!Number.isSafeInteger(when)) throw new RedisError(`ERR invalid expire time in '${name}' command`);
    const old = db.expiry(key);
    if (old === undefined) return 0;
    if (words.includes("NX") && old !== Infinity) return 0;
    if (words.includes("XX") && old === Infinity) return 0;
    if (words.includes("GT") && when <= old) return 0;
    if (words.includes("LT") && when >= old) return 0;
    db.setExpiry(key, when);
    return 1;
  };
}

/** TTL and its like: -2 without the key, -1 for a key that stays. */
function timeLeft(reply: (when: number, now: number) => number): Run {
  return ({ db }, [key = ""]) => {
    const when = db.expiry(key);
    if (when === undefined) return -2;
    return when === Infinity ? -1 : reply(when, db.now());
  };
}

const countOf =
  (count: (key: string) => boolean) =>
  (keys: readonly string[]): number =>
    keys.filter(count).length;

const del: Run = ({ db }, keys) => countOf((key) => db.delete(key))(keys);
const exists: Run = ({ db }, keys) => countOf((key) => db.kindOf(key) !== null)(keys);

function rename(isCareful: boolean): Run {
  return ({ db }, [from = "", to = ""]): Reply => {
    if (db.kindOf(from) === null) throw new RedisError("ERR no such key");
    if (isCareful && db.kindOf(to) !== null) return 0;
    if (from !== to) db.copy(from, to, true);
    return isCareful ? 1 : OK;
  };
}

/** Options of SCAN, HSCAN and their like. */
export function scanOptions(args: readonly string[]): {
  test: (text: string) => boolean;
  count: number;
  type: string | null;
} {
  const found = { test: (_: string) => true, count: 10, type: null as string | null };
  for (let at = 0; at < args.length; at += 2) {
    const [option, value] = [args[at]?.toLowerCase(), args[at + 1]];
    if (value === undefined) throw syntaxError();
    if (option === "match") found.test = patternTest(value);
    else if (option === "count") {
      found.count = integerOf(value);
      if (found.count < 1) throw syntaxError();
    } else if (option === "type") found.type = value.toLowerCase();
    else throw syntaxError();
  }
  return found;
}

/** Return the number of a place in a scan. Throws RedisError. */
export function cursorOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new RedisError("ERR invalid cursor");
  return Number(text);
}

export const keyCommands: CommandTable = {
  del: [-2, del],
  unlink: [-2, del],
  exists: [-2, exists],
  touch: [-2, exists],
  type: [2, ({ db }, [key = ""]) => new Status(db.kindOf(key) ?? "none")],
  keys: [2, ({ db }, [pattern = ""]) => db.keys().filter(patternTest(pattern))],
  scan: [
    -2,
    ({ db }, [cursor = "", ...args]) => {
      const { test, count, type } = scanOptions(args);
      const { next, keys } = db.scan(cursorOf(cursor), count);
      const shown = keys.filter((key) => test(key) && (type === null || db.kindOf(key) === type));
      return [String(next), shown];
    },
  ],
  randomkey: [
    1,
    ({ db, server }) => {
      const keys = db.keys();
      return keys[Math.floor(server.random() * keys.length)] ?? null;
    },
  ],
  rename: [3, rename(false)],
  renamenx: [3, rename(true)],
  copy: [
    -3,
    ({ db }, [from = "", to = "", ...options]) => {
      const replaces = options[0]?.toLowerCase() === "replace";
      if (options.length > (replaces ? 1 : 0)) throw syntaxError();
      if (from === to) throw new RedisError("ERR source and destination objects are the same");
      if (db.kindOf(from) === null || (!replaces && db.kindOf(to) !== null)) return 0;
      db.copy(from, to, false);
      return 1;
    },
  ],
  expire: [-3, expire("expire", 1000, false)],
  pexpire: [-3, expire("pexpire", 1, false)],
  expireat: [-3, expire("expireat", 1000, true)],
  pexpireat: [-3, expire("pexpireat", 1, true)],
  ttl: [2, timeLeft((when, now) => Math.floor((when - now + 500) / 1000))],
  pttl: [2, timeLeft((when, now) => when - now)],
  expiretime: [2, timeLeft((when) => Math.floor((when + 500) / 1000))],
  pexpiretime: [2, timeLeft((when) => when)],
  persist: [
    2,
    ({ db }, [key = ""]) => {
      const when = db.expiry(key);
      if (when === undefined || when === Infinity) return 0;
      db.setExpiry(key, Infinity);
      return 1;
    },
  ],
};
