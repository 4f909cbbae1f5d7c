/** Use of the package from an empty folder, as a program would: `npm pack`, `npm install`, types, and two runs. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { NAME, outFolder } from "./build.ts";

const run = promisify(execFile);
const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

const program = `import { type Coroutine, gather, run, sleep } from "${NAME}";
import { openConnection, runOnHost, startServer, type StreamReader, type StreamWriter } from "${NAME}/node";

function* late(seconds: number): Coroutine<number> {
  yield* sleep(seconds);
  return seconds;
}

function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  const line: Uint8Array = yield* reader.readline();
  writer.write(line);
  writer.close();
}

function* main(): Coroutine<string> {
  const server = yield* startServer(echo, "127.0.0.1", 0);
  const [, port] = server.sockets[0]!.getsockname() as [string, number];
  const [reader, writer] = yield* openConnection("127.0.0.1", port);
  writer.write("hello\\n");
  const line: Uint8Array = yield* reader.readline();
  writer.close();
  server.close();
  return new TextDecoder().decode(line).trim();
}

function* both(): Coroutine<number[]> {
  return yield* gather([late(3600), late(7200)]);
}

const times: number[] = run(both());
const heard: string = await runOnHost(main());
console.log(times.join(), heard);
`;

/** A mistake that the declarations must show. */
const wrong = `import { type Coroutine, sleep } from "${NAME}";
export function* main(): Coroutine<number> {
  yield* sleep("1");
  return "text";
}
`;

const tsconfig = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    lib: ["es2023", "dom"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    outDir: "out",
  },
};

/** Return the exit status; print what went wrong. */
export async function tryPackage(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "loopscope-runtime-"));
  try {
    const { stdout: packed } = await run("npm", ["pack", "--pack-destination", folder, "--silent"], {
      cwd: outFolder,
    });
    const npm = ["install", "--offline", "--no-audit", "--no-fund", "--silent", packed.trim()];
    await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    await run("npm", npm, { cwd: folder });
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    await writeFile(join(folder, "wrong.ts"), wrong);
    await writeFile(join(folder, "program.ts"), program);
    const mistakes = await complaints(folder);
    const isRight = mistakes.length === 2 && mistakes.every((line) => /^wrong\.ts\([34],/.test(line));
    const { stdout } = await run(process.execPath, ["out/program.js"], { cwd: folder });
    process.stdout.write(`${packed.trim()}: ${stdout}`);
    if (!isRight) process.stdout.write(`the compiler says:\n${mistakes.join("\n")}\n`);
    return isRight && stdout === "3600,7200 hello\n" ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Return what the compiler says of the programs in a folder; it writes them as JavaScript, too. */
async function complaints(folder: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, [compiler], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}
