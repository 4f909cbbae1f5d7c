/**
 * Packages that cannot run here, or that another one has replaced: what to use. Called where packages are looked for, and by the
 * Python guest, for the error of their import.
 */

/** A database's drivers, by what they are for. */
const POSTGRES = "Use pg8000, which is written in Python.";

/** Sentences about packages that cannot run here: what to use. */
const replacements: Readonly<Record<string, string>> = {
  aiomysql: "Use pymysql in a thread: await asyncio.to_thread(…).",
  aiopg: `aiopg needs libpq, a library in C. ${POSTGRES}`,
  aioredis: "aioredis is a part of redis since 2022. Write import redis.asyncio as aioredis.",
  asyncpg: `asyncpg is written in C. ${POSTGRES}`,
  httptools: "httptools is written in C. Use h11, which is written in Python.",
  motor: "motor was replaced by pymongo's own AsyncMongoClient in 2025, and needs threads that wait.",
  numpy: "numpy is written in C.",
  orjson: "orjson is written in Rust. Use json, of Python's standard library.",
  pandas: "pandas is written in C.",
  psycopg: `psycopg needs libpq, a library in C. ${POSTGRES}`,
  psycopg2: `psycopg2 needs libpq, a library in C. ${POSTGRES}`,
  pydantic: "pydantic is written in Rust. Use dataclasses, of Python's standard library.",
  trio: "trio has an event loop of its own, which Loopscope does not see. Use asyncio.",
  ujson: "ujson is written in C. Use json, of Python's standard library.",
};

/** Return a sentence about what to use in place of a module; null if none is known. */
export function replacementOf(module: string): string | null {
  return replacements[module] ?? null;
}
