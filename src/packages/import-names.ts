/**
 * Packages by the modules that they have, where the names differ, and what to use in place of packages that cannot run here.
 * Called by `resolve.ts` and by what words its problems.
 */

/** Modules whose package has another name. */
const packages: Readonly<Record<string, string>> = {
  attr: "attrs",
  bs4: "beautifulsoup4",
  charset_normalizer: "charset-normalizer",
  dateutil: "python-dateutil",
  dns: "dnspython",
  dotenv: "python-dotenv",
  jwt: "pyjwt",
  markdown_it: "markdown-it-py",
  multipart: "python-multipart",
  socks: "pysocks",
  typing_extensions: "typing-extensions",
  yaml: "pyyaml",
};

/** Return the package of a module, as far as is known: most have the module's name. */
export function packageOf(module: string): string {
  return packages[module] ?? module.replace(/_/g, "-").toLowerCase();
}

/** A database's drivers, by what they are for. */
const POSTGRES = "Use pg8000, which is written in Python.";

/** Sentences about packages that cannot run here: what to use. */
const replacements: Readonly<Record<string, string>> = {
  aiomysql: "Use pymysql in a thread: await asyncio.to_thread(…).",
  aiopg: `aiopg needs libpq, a library in C. ${POSTGRES}`,
  aioredis: "aioredis is a part of redis since 2021. Write import redis.asyncio as aioredis.",
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
