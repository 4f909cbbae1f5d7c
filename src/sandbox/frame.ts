/**
 * Script of the sandbox's document: it keeps the files, makes workers from them and terminates them.
 *
 * Invariant: the document's origin is opaque, and its policy allows no network; otherwise the script throws.
 * Programs run in the workers, so the document always responds.
 */
import type { DocumentCommand, DocumentReport, SandboxFiles, WorkerAssets, WorkerBoot } from "./protocol.ts";

if (self.origin !== "null") throw new Error("This document works in a sandboxed iframe only.");

let workerUrl: string;
let assets: Promise<WorkerAssets>;
const workers = new Map<number, Worker>();

addEventListener(
  "message",
  (event) => {
    const page = event.ports[0];
    if (!page) return;
    const report = (message: DocumentReport) => page.postMessage(message);
    page.onmessage = ({ data }: MessageEvent<DocumentCommand>) => {
      execute(data, report).catch((error: unknown) => {
        report({ type: "failed", worker: 0, message: String(error) });
      });
    };
    report({ type: "ready" });
  },
  { once: true },
);

async function execute(command: DocumentCommand, report: (message: DocumentReport) => void): Promise<void> {
  switch (command.type) {
    case "load":
      load(command.files);
      await assets;
      break;
    case "spawn":
      await spawn(command, report);
      break;
    case "terminate":
      workers.get(command.worker)?.terminate();
      workers.delete(command.worker);
      break;
  }
}

function load({ worker, ...others }: SandboxFiles): void {
  workerUrl = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  assets = compiled(others);
}

async function compiled(files: Readonly<Record<string, ArrayBuffer>>): Promise<WorkerAssets> {
  const { wasm } = files;
  return wasm ? { ...files, wasm: await WebAssembly.compile(wasm) } : files;
}

async function spawn(
  { worker: id, port, snapshot }: DocumentCommand & { type: "spawn" },
  report: (message: DocumentReport) => void,
): Promise<void> {
  const worker = new Worker(workerUrl);
  // A policy that forbids the worker shows in this way only.
  worker.onerror = ({ message }) =>
    report({ type: "failed", worker: id, message: message || "its worker was blocked" });
  workers.set(id, worker);
  // It starts while the files are compiled. The bytes are copied, not transferred: the next worker needs them too.
  worker.postMessage({ assets: await assets, port, snapshot } satisfies WorkerBoot, [port]);
}
