/** The sandbox cannot run programs: worded for the person at the page. */
export class SandboxError extends Error {
  override name = "SandboxError";
}
