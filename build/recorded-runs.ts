/**
 * Vite plugin that records programs at build time, on the guest, the loop and the recorder of the page:
 * `import run from "./hello-world.py?recorded"` is its packed run (`formats/packed-run.ts`), and
 * `import thumbnail from "./hello-world.py?thumbnail"` a small picture of that run (`examples/thumbnail.ts`).
 *
 * Runs of examples with libraries are kept in the repository, as not every machine has their wheels.
 * The interpreter takes seconds to boot, so runs are cached in node_modules, under a hash of the program and of every
 * source that a recording depends on.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport, type Plugin } from "vite";
import type { Chapter } from "../src/examples/example.ts";
import type { Thumbnail } from "../src/examples/thumbnail.ts";
import { readFilesOf } from "../src/cli/files.ts";
import { conditionsOf, DEFAULT_SEED, type Program } from "../src/share/program.ts";

const QUERY = /\?(recorded|thumbnail)$/;
const entry = fileURLToPath(new URL("./record-run.ts", import.meta.url));
const thumbnailEntry = fileURLToPath(new URL("./thumbnail-of-run.ts", import.meta.url));
const src = join(dirname(entry), "../src");
/** The chapter whose examples have networks of their own. */
const chapter = join(src, "examples/on-the-wire.ts");
const cache = join(src, "../node_modules/.cache/loopscope");

/** Sources that a run depends on beside its program: files and folders of src/, and the versions of all packages. */
const sources = [
  "base",
  "runtime",
  "guests",
  "hosts",
  "events",
  "trace",
  "formats/packed-run.ts",
  "cli/record.ts",
  "../build/record-run.ts",
  "../package-lock.json",
];

type RecordRun = (program: Program) => Promise<string>;
type ThumbnailOfRun = (packed: string) => Promise<Thumbnail>;

export function recordedRuns(): Plugin {
  /** Recorder, loaded when the sources had this hash. */
  let recorder: { hash: string; load: () => Promise<RecordRun> } | undefined;
  let hash: Promise<string> | undefined;
  const thumbnailMaker = once(async () => {
    const { module } = await importModule<{ thumbnailOfRun: ThumbnailOfRun }>(thumbnailEntry);
    return module.thumbnailOfRun;
  });
  return {
    name: "loopscope-recorded-runs",
    enforce: "pre",
    watchChange: () => void (hash = undefined),
    async load(id) {
      const query = QUERY.exec(id);
      if (!query) return;
      const path = id.slice(0, query.index);
      this.addWatchFile(path);
      const source = await readFile(path, "utf8");
      const language = extname(path) === ".py" ? "python" : "typescript";
      const current = await (hash ??= hashSources());
      if (recorder?.hash !== current) recorder = { hash: current, load: once(loadRecorder) };
      this.addWatchFile(chapter);
      const { module } = await importModule<{ onTheWire: Chapter }>(chapter);
      const name = basename(path, extname(path));
      const network = module.onTheWire.entries.find(({ id }) => id === name)?.network;
      const folder = join(src, "examples/files", name);
      const files = language === "python" && existsSync(folder) ? await readFilesOf(folder, path) : [];
      for (const file of files) this.addWatchFile(join(folder, file.name));
      const program: Program = {
        language,
        source,
        ...conditionsOf({ seed: DEFAULT_SEED, ...(network && { network }), files }),
      };
      const packed = (await keptRun(name)) ?? (await cachedRun(program, current, recorder.load));
      const value = query[1] === "recorded" ? packed : await (await thumbnailMaker())(packed);
      return { code: `export default ${JSON.stringify(value)};`, map: null, moduleType: "js" };
    },
  };
}

/** Return the run of an example with libraries, which is kept in the repository (`generate/library-runs.ts`); null for others. */
async function keptRun(name: string): Promise<string | null> {
  const text = await readFile(join(src, `examples/recorded/${name}.txt`), "utf8").catch(() => null);
  return text && text.trimEnd();
}

async function loadRecorder(): Promise<RecordRun> {
  return (await importModule<{ recordRun: RecordRun }>(entry)).module.recordRun;
}

/** Import a module of src/ or build/ only when it is needed, so that an edit of it does not restart the server. */
function importModule<Module>(path: string): Promise<{ module: Module }> {
  return runnerImport<Module>(path, { configFile: false, logLevel: "error" });
}

/** Return the packed run of a program, from the cache or recorded now. */
async function cachedRun(program: Program, hash: string, load: () => Promise<RecordRun>): Promise<string> {
  const key = createHash("sha256")
    .update(JSON.stringify([program, hash]))
    .digest("hex");
  const path = join(cache, `run-${key.slice(0, 24)}`);
  const known = await readFile(path, "utf8").catch(() => null);
  if (known !== null) return known;
  const record = await load();
  const packed = await record(program);
  // Another process may write the same file: the rename makes it appear complete.
  const draft = `${path}.${process.pid}-${performance.now()}`;
  await mkdir(cache, { recursive: true });
  await writeFile(draft, packed);
  await rename(draft, path);
  return packed;
}

async function hashSources(): Promise<string> {
  const listed = sources.map(async (place) => {
    if (extname(place)) return [join(src, place)];
    const entries = await readdir(join(src, place), { recursive: true });
    return entries.filter((name) => /\.(ts|py)$/.test(name)).map((name) => join(src, place, name));
  });
  const paths = (await Promise.all(listed))
    .flat()
    .filter((path) => !path.endsWith(".test.ts"))
    .sort();
  const texts = await Promise.all(paths.map((path) => readFile(path)));
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text);
  return hash.digest("hex");
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
