/**
 * The distribution of Pyodide: packages with C or Rust that are compiled to WebAssembly for this very version of it. Its lock
 * file names each with its hash, and no other WebAssembly wheel is used: one for another version may crash the interpreter.
 * The list is loaded when such a wheel is in question. Called by the sources of wheels.
 */
import { isWebAssembly, normalizeName, parseWheelName, RUNS_WITHOUT_C } from "./names.ts";
import { type FoundWheel, sha256Of, WheelError } from "./wheel-file.ts";

/** The host that has its files. */
export const DISTRIBUTION_HOST = "cdn.jsdelivr.net";

/** Packages whose sockets are their own library's (libpq), below Python: they do not reach the simulated network. */
const HAVE_OTHER_SOCKETS: ReadonlySet<string> = new Set(["psycopg-binary", "psycopg-c"]);

/** The parts that are read of an entry of the lock file. */
interface Entry {
  readonly name: string;
  readonly version: string;
  readonly file_name: string;
  readonly package_type: string;
  readonly sha256: string;
  readonly depends: readonly string[];
}

export interface Distribution {
  /** Return the WebAssembly wheel of a package; null if the distribution has none. */
  wheelOf(name: string, requirements: FoundWheel["requirements"]): FoundWheel | null;
  /** Return the version of a package that needs WebAssembly wheels of others: only this one fits them. Null for any. */
  versionBeside(name: string): string | null;
  /** Throw WheelError for a WebAssembly wheel that is not one of these files. */
  check(file: string, sha256: string): void;
}

let loaded: Promise<Distribution> | null = null;

export function distribution(): Promise<Distribution> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Distribution> {
  const [{ default: lock }, { default: about }] = await Promise.all([
    import("pyodide/pyodide-lock.json"),
    import("pyodide/package.json"),
  ]);
  const all = Object.values(lock.packages) as readonly Entry[];
  return distributionOf(all, about.version);
}

/** Return the distribution of a lock file's entries. */
export function distributionOf(all: readonly Entry[], release: string): Distribution {
  const entries = new Map(all.map((entry) => [normalizeName(entry.name), entry]));
  const hashes = new Set(all.map(({ sha256 }) => sha256));

  /** A package whose C is only faster than its Python has no need of it. */
  function needsWebAssembly(name: string): boolean {
    const parts = parseWheelName(entries.get(name)?.file_name ?? "");
    return parts !== null && isWebAssembly(parts.tags) && !RUNS_WITHOUT_C.has(name);
  }

  /** The packages that one requires, and what those require. */
  function closureOf(name: string, known = new Set<string>()): Set<string> {
    for (const required of (entries.get(name)?.depends ?? []).map(normalizeName)) {
      if (known.has(required)) continue;
      known.add(required);
      closureOf(required, known);
    }
    return known;
  }

  return {
    wheelOf(name, requirements) {
      const entry = entries.get(name);
      if (!entry || !needsWebAssembly(name) || HAVE_OTHER_SOCKETS.has(name)) return null;
      // A wheel that links to a library outside of it: few, and none for programs with a loop.
      if ([...closureOf(name)].some((one) => entries.get(one)?.package_type === "shared_library"))
        return null;
      const { file_name: file, version, sha256 } = entry;
      return {
        file,
        name,
        version,
        sha256,
        size: null,
        requiresPython: "",
        from: DISTRIBUTION_HOST,
        isRemote: true,
        requirements,
        bytes: () => download(file, `https://${DISTRIBUTION_HOST}/pyodide/v${release}/full/${file}`, sha256),
      };
    },
    versionBeside(name) {
      return [...closureOf(name)].some(needsWebAssembly) ? (entries.get(name)?.version ?? null) : null;
    },
    check(file, sha256) {
      if (hashes.has(sha256)) return;
      throw new WheelError(
        `${file} is not a file of Pyodide ${release}: its hash is not in Pyodide's lock file. It is not used.`,
      );
    },
  };
}

async function download(file: string, url: string, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok)
    throw new WheelError(`${file} could not be fetched from ${DISTRIBUTION_HOST}. Check the connection.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if ((await sha256Of(bytes)) !== sha256) {
    throw new WheelError(
      `${file} from ${DISTRIBUTION_HOST} has another hash than Pyodide's lock file names. It is not used.`,
    );
  }
  return bytes;
}
