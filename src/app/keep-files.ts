/** Wheels that a person drops on the page or chooses: this browser keeps them. */
import { keepWheel } from "../packages/kept-wheels.ts";
import type { Session } from "../session/session.svelte.ts";
import type { Workspace } from "./workspace.svelte.ts";

/** Keep the files; return a sentence that says so. Throws WheelError for the first that is no wheel, or cannot be kept. */
export async function keepAll(files: FileList): Promise<string> {
  const kept: string[] = [];
  for (const file of files) {
    const { name, version } = await keepWheel(file.name, new Uint8Array(await file.arrayBuffer()));
    kept.push(`${name} ${version}`);
  }
  return `This browser keeps ${kept.join(", ")}. Settings, Packages lists them.`;
}

/** Keep the files, with a notice for the person, and run a program again that may have lacked them. */
export async function keepFiles(files: FileList, session: Session, workspace: Workspace): Promise<void> {
  try {
    workspace.notice = await keepAll(files);
  } catch (error) {
    workspace.notice = (error as Error).message;
    return;
  }
  if (session.trusted && session.foundPackages?.missing.length) await session.runProgram();
}
