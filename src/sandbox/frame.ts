/**
 * Script of the sandbox's document: it keeps the files, makes workers from them and terminates them.
 *
 * Invariant: the document's origin is opaque, and its policy allows no network; otherwise the script throws.
 * Programs run in the workers, so the document always responds.
 */
import type { DocumentCommand, DocumentReport, SandboxFiles, WorkerAssets, WorkerBoot } from "./protocol.ts";

if (self.origin !== "null") throw new Error("This document works in a sandboxed iframe only.");

let files: Promise<{ workerUrl: string; assets: WorkerAssets }>;
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
      files = load(command.files);
      await files;
      break;
    case "spawn":
      await spawn(command.worker, command.port, report);
      break;
    case "terminate":
      workers.get(command.worker)?.terminate();
      workers.delete(command.worker);
      break;
  }
}

async function load({
  worker,
  ...others
}: SandboxFiles): Promise<{ workerUrl: string; assets: WorkerAssets }> {
  const workerUrl = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  const { wasm } = others;
  return { workerUrl, assets: wasm ? { ...others, wasm: await WebAssembly.compile(wasm) } : others };
}

async function spawn(
  id: number,
  port: MessagePort,
  report: (message: DocumentReport) => void,
): Promise<void> {
  const { workerUrl, assets } = await files;
  const worker = new Worker(workerUrl);
  // A policy that forbids the worker shows in this way only.
  worker.onerror = ({ message }) =>
    report({ type: "failed", worker: id, message: message || "its worker was blocked" });
  workers.set(id, worker);
  // The bytes are copied, not transferred: the next worker needs them too.
  worker.postMessage({ assets, port } satisfies WorkerBoot, [port]);
}
