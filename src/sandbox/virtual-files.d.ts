/** What the build says of the sandbox's files: made by `build/sandbox-files.ts`. */
declare module "virtual:sandbox-files" {
  interface SandboxFile {
    url: string;
    /** Bytes, uncompressed. */
    size: number;
  }
  export const sandboxUrl: string;
  /** By language and name; `worker` is in each. */
  export const files: Record<"python" | "typescript", Record<string, SandboxFile>>;
}
