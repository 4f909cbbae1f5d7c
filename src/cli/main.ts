/**
 * `npm run --silent trace -- <program.py|program.ts> [--seed N] [--signals SIGINT@2.5,…] [--network remote.loss=0.1,…]
 * [--visits GET:/@1,…] [--faults cut:redis@2,…] [--wheels folder] [--files folder] [--into folder]`: run a program on the
 * guest, the loop and the recorder of the page, and print its trace as one JSON object. Exit status 0 for ok, 1 for a program
 * that ended otherwise, 2 for misuse.
 */
import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Guest } from "../guests/guest.ts";
import { bootPythonInNode } from "../guests/python/boot-node.ts";
import { TypeScriptInNode } from "../guests/typescript/compile-node.ts";
import { networkOfText, type NetworkOptions } from "../share/network.ts";
import { type Conditions, conditionsOf, type Language } from "../share/program.ts";
import { replacementOf } from "../share/replaced-packages.ts";
import { WheelError } from "../packages/wheel.ts";
import type { PackageNeeds, WheelFile } from "../share/packages.ts";
import { traceFile } from "../formats/write-loopscope.ts";
import { faultsOfText } from "../share/faults.ts";
import { signalsOfText } from "../share/signals.ts";
import { visitsOfText } from "../share/visits.ts";
import { leftOutText } from "../share/file-bytes.ts";
import type { ProgramFile } from "../share/files.ts";
import { FilesError, readFilesOf, writeInto } from "./files.ts";
import { postgresFor } from "./postgres.ts";
import { recordProgram } from "./record.ts";
import { wheelsFor } from "./wheels.ts";

const usage =
  "usage: npm run --silent trace -- <program.py|program.ts> [--seed N] [--signals SIGINT@2.5,…] [--network remote.loss=0.1,…] [--visits GET:/@1,…|off] [--faults cut:redis@2,…] [--wheels folder] [--files folder] [--into folder]";

/** Wrong arguments or an unreadable file; the message is printed. */
class Misuse extends Error {}

/** Run the command; return the exit status. */
export async function main(args: string[]): Promise<number> {
  try {
    const { path, language, folder, filesOf, into, ...given } = parse(args);
    const source = await readSource(path);
    const files = filesOf === undefined ? [] : await readFiles(filesOf, path);
    const conditions = conditionsOf({ ...given.conditions, files });
    const guest = await boot[language]();
    const needs = folder === undefined ? null : guest.needs?.(source, conditions);
    const wheels = needs && folder !== undefined ? await readWheels(needs, folder) : [];
    const postgres = await postgresFor({ language, source });
    const { store, end, computation } = recordProgram(guest, source, conditions.seed, {
      ...conditions,
      wheels,
      postgres,
    });
    if (computation) {
      const { line, seconds } = computation;
      process.stderr.write(
        `${path}:${line}: computes for ${seconds.toFixed(1)} s of real time, which the virtual clock does not count\n`,
      );
    }
    const { outcome, error, line, time } = end;
    const written = guest.written?.();
    if (written?.leftOut) process.stderr.write(`${leftOutText(written.leftOut)}\n`);
    if (into !== undefined) await writeInto(fileOf(into), written?.files ?? []);
    const about = { language, ...conditions, source, outcome, error, line, time };
    for (const part of traceFile(store, { ...about, written: written?.files ?? [] })) await write(part);
    return outcome === "ok" ? 0 : 1;
  } catch (error) {
    // The reader of the pipe has closed it, as `head` does.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return 0;
    if (!(error instanceof Misuse)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

const boot: Record<Language, () => Guest | Promise<Guest>> = {
  python: bootPythonInNode,
  typescript: () => new TypeScriptInNode(),
};

const languages: Readonly<Record<string, Language>> = { ".py": "python", ".ts": "typescript" };

interface Arguments {
  path: string;
  conditions: Conditions;
  language: Language;
  /** The folder of the program's wheels. */
  folder: string | undefined;
  /** The folder of its files. */
  filesOf: string | undefined;
  /** The folder that gets the files that it has written. */
  into: string | undefined;
}

function parse(args: string[]): Arguments {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: { type: "string", default: "1" },
        signals: { type: "string" },
        network: { type: "string", default: "" },
        visits: { type: "string" },
        faults: { type: "string" },
        wheels: { type: "string" },
        files: { type: "string" },
        into: { type: "string" },
      },
    });
  } catch (error) {
    throw new Misuse(`${(error as Error).message}\n${usage}`);
  }
  const [path, ...rest] = parsed.positionals;
  if (!path || rest.length > 0) throw new Misuse(usage);
  const seed = Number(parsed.values.seed);
  if (!/^\d+$/.test(parsed.values.seed) || seed > 0xffffffff) {
    throw new Misuse(`--seed takes a whole number from 0 to ${0xffffffff}, not ${parsed.values.seed}`);
  }
  const text = parsed.values.signals;
  const signals = text === undefined ? [] : signalsOfText(text);
  if (!signals) throw new Misuse(`--signals takes signals such as SIGINT@2.5,SIGTERM@7, not ${text}`);
  const language = languages[extname(path)];
  if (!language) throw new Misuse(`${path}: a program's name ends in .py or .ts\n${usage}`);
  const plan = parsed.values.visits;
  const visits = plan === undefined ? undefined : visitsOfText(plan);
  if (visits === null)
    throw new Misuse(`--visits takes off, or visits such as GET:/@1,GET:/about@2x3, not ${plan}`);
  const planned = parsed.values.faults;
  const faults = planned === undefined ? [] : faultsOfText(planned);
  if (!faults)
    throw new Misuse(
      `--faults takes faults such as cut:redis@2,restore:redis@4,slow:redis@5x10, not ${planned}`,
    );
  const network = parseNetwork(parsed.values.network);
  const conditions = conditionsOf({ seed, signals, network, faults, ...(visits && { visits }) });
  const { wheels, files, into } = parsed.values;
  if (language !== "python" && (files ?? into) !== undefined)
    throw new Misuse(`${path}: only a Python program has files`);
  return { path, conditions, language, folder: wheels, filesOf: files, into };
}

/** Read the files of a program, which may be in the same folder. */
async function readFiles(folder: string, path: string): Promise<ProgramFile[]> {
  try {
    return await readFilesOf(fileOf(folder), fileOf(path));
  } catch (error) {
    if (error instanceof FilesError) throw new Misuse(`--files: ${folder}: ${error.message}`);
    throw new Misuse(`cannot read ${folder}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

/** Read the wheels that a program needs, and name the modules that none of them has. */
async function readWheels(needs: PackageNeeds, folder: string): Promise<WheelFile[]> {
  try {
    const { wheels, missing } = await wheelsFor(needs, fileOf(folder));
    for (const { name, by, optional } of missing) {
      if (optional) continue;
      const required = by === null ? "" : `, which ${by} requires`;
      process.stderr.write(
        `${folder} has no ${name}${required}. ${replacementOf(name) ?? ""}`.trimEnd() + "\n",
      );
    }
    return wheels;
  } catch (error) {
    if (error instanceof WheelError) throw new Misuse(`--wheels: ${error.message}`);
    throw new Misuse(`cannot read ${folder}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

/** The path of a file that is named in the folder of the call: npm starts a script in the project's folder. */
const fileOf = (path: string) => resolve(process.env["INIT_CWD"] ?? "", path);

function parseNetwork(text: string): NetworkOptions {
  try {
    return networkOfText(text);
  } catch (error) {
    throw new Misuse(`--network: ${(error as Error).message}`);
  }
}

async function readSource(path: string): Promise<string> {
  const file = fileOf(path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new Misuse(`cannot read ${path}: ${code === "ENOENT" ? "there is no such file" : code}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Misuse(`cannot read ${path}: it is not UTF-8 text`);
  }
}

/** Write to stdout; resolves when all of it is written, since a pipe takes a large text in parts. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
