/** Error of the sandbox that prevents runs; its message is worded for a person. */
export class SandboxError extends Error {
  override name = "SandboxError";
}
