/** Addresses of the sandbox's files, made by `build/sandbox-files.ts`. */
declare module "virtual:sandbox-files" {
  interface SandboxFile {
    url: string;
    /** Size in bytes, uncompressed. */
    size: number;
  }
  export const sandboxUrl: string;
  /** Files by kind of guest and name; each kind has `worker`. The built-in hosts are one file, PostgreSQL's engine four. */
  export const files: Record<
    "python" | "typescript" | "typescriptNetwork" | "typescriptTls" | "typescriptProcesses",
    Record<string, SandboxFile>
  > & {
    hosts: { script: SandboxFile };
    postgres: Record<"script" | "wasm" | "initdbWasm" | "data", SandboxFile>;
  };
}
