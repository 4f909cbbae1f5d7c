/**
 * Worker of a sandbox, for any language: it boots its guest, then runs programs and posts chunks of the recording.
 * A program runs synchronously, so the worker receives no message meanwhile; a stop terminates the worker.
 */
import type { Guest, RunOptions } from "../guests/guest.ts";
import { Stopwatch } from "../trace/stopwatch.ts";
import type { Runnable } from "../share/program.ts";
import { capReason } from "../trace/cap.ts";
import { Recorder } from "../trace/recorder.ts";
import type { PostgresEngine, PostgresFiles } from "../hosts/postgres/parties.ts";
import type {
  PostgresBlobs,
  RunCommand,
  Snapshot,
  WorkerAssets,
  WorkerBoot,
  WorkerReport,
} from "./protocol.ts";
import { WrittenSoFar } from "./written-so-far.ts";

/** Real milliseconds that recorded events may wait here; a stop loses them. */
const FLUSH_AFTER_MS = 25;

// Taken now: while a program runs, `performance.now` is the program's virtual time.
const realNow = performance.now.bind(performance);

type Report = (message: WorkerReport, transfer?: Transferable[]) => void;

/** A guest that is ready, and its snapshot, if one was made. */
interface Booted<Program> {
  guest: Guest<Program>;
  snapshot: Snapshot | null;
}

/** Boot the guest at the document's message, then run the programs that the page posts. */
export function serve<Program extends Runnable>(
  boot: (assets: WorkerAssets, snapshot: Snapshot | null) => Promise<Booted<Program>>,
): void {
  const begin = async ({ data: { assets, port, snapshot: kept } }: MessageEvent<WorkerBoot>) => {
    const report: Report = (message, transfer = []) => port.postMessage(message, transfer);
    try {
      const { guest, snapshot } = await boot(assets, kept);
      const serveRun = async (command: RunCommand) => {
        const { run, program, conditions, wheels, postgres } = command;
        const needs = wheels ? null : guest.needs?.(program as Program, conditions);
        if (needs) return report({ type: "needs", run, needs });
        if (postgres && !engine) report({ type: "importing", run, name: "PostgreSQL" });
        const loaded = postgres ? await loadPostgres(postgres) : null;
        if (postgres) report({ type: "importing", run, name: "" });
        if (runProgram(guest, command, loaded, report)) return;
        port.onmessage = null;
        report({ type: "spent" });
      };
      port.onmessage = ({ data }: MessageEvent<RunCommand>) => {
        serveRun(data).catch((error: unknown) =>
          report({ type: "failed", message: String(error).slice(0, 500) }),
        );
      };
      report({ type: "ready", snapshot });
    } catch (error) {
      report({ type: "failed", message: String(error).slice(0, 500) });
    }
  };
  addEventListener("message", (event: MessageEvent<WorkerBoot>) => void begin(event), { once: true });
}

type MakeHosts = (engine: PostgresEngine | null) => NonNullable<RunOptions["hosts"]>;
let hosts: MakeHosts | undefined;
let engine: Promise<PostgresEngine> | undefined;

declare function importScripts(url: string): void;

/** Return the built-in hosts, from their script (`hosts-script.ts`), which runs once. */
function loadHosts(script: ArrayBuffer): MakeHosts {
  return (hosts ??= valueOf<MakeHosts>(script, "loopscopeHosts"));
}

/** Start PostgreSQL's engine, from its script and files, once in a worker: it takes seconds. */
function loadPostgres({ script, wasm, initdbWasm, data }: PostgresBlobs): Promise<PostgresEngine> {
  type Start = (files: PostgresFiles) => Promise<PostgresEngine>;
  const start = async () => {
    const [wasmBytes, initdbBytes, dataBytes] = await Promise.all(
      [wasm, initdbWasm, data].map((blob) => blob.arrayBuffer()),
    );
    const startPostgres = valueOf<Start>(script, "loopscopePostgres");
    return startPostgres({
      wasm: wasmBytes as ArrayBuffer,
      initdbWasm: initdbBytes as ArrayBuffer,
      data: dataBytes as ArrayBuffer,
    });
  };
  return (engine ??= start());
}

/** Run a script; return the value that it leaves under a global name. */
function valueOf<T>(script: ArrayBuffer | Blob, name: string): T {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  importScripts(url);
  URL.revokeObjectURL(url);
  const global = globalThis as Record<string, unknown>;
  const value = global[name];
  delete global[name];
  return value as T;
}

/** Run a program. Return false if the guest may run no further one. */
function runProgram<Program extends Runnable>(
  guest: Guest<Program>,
  { run, program, conditions, cap, hosts: script, wheels }: RunCommand,
  engine: PostgresEngine | null,
  report: Report,
): boolean {
  let flushed = realNow();
  const recorder = new Recorder({
    cap,
    onChunk: (chunk) => {
      flushed = realNow();
      report({ type: "chunk", run, chunk }, [chunk.words.buffer]);
    },
    onFull: () => guest.halt(capReason(cap)),
  });
  const stopwatch = new Stopwatch(realNow);
  const soFar = new WrittenSoFar(
    () => guest.written?.() ?? null,
    realNow,
    (written) => report({ type: "written", run, written }),
  );
  const safepoint = (line: number, time: number) => {
    stopwatch.safepoint(line, recorder.count, time);
    if (realNow() - flushed > FLUSH_AFTER_MS) recorder.flush();
    soFar.safepoint();
  };
  const importing = (name: string) => {
    if (name === "") stopwatch.resume();
    else stopwatch.pause();
    report({ type: "importing", run, name });
  };
  try {
    const hosts = script ? loadHosts(script)(engine) : undefined;
    const options = {
      ...conditions,
      wheels: wheels ?? [],
      hosts,
      instrument: recorder,
      safepoint,
      importing,
    };
    const end = guest.run(program as Program, options);
    // A program that never began leaves no trace: the last good one stays.
    if (!end.invalid) recorder.flush();
    const written = guest.written?.() ?? null;
    const buffers = written?.files.map(({ bytes }) => bytes.buffer) ?? [];
    report({ type: "done", run, end, computation: stopwatch.longest, written }, buffers);
    return guest.tidy?.() ?? true;
  } catch (error) {
    report({ type: "failed", message: String(error).slice(0, 500) });
    return false;
  }
}
