/** Files that a person drops on the page: wheels are kept, others are opened in place of the program, or added to it. */
import type { Session } from "../session/session.svelte.ts";
import type { Workspace } from "./workspace.svelte.ts";

export async function dropFiles(
  files: FileList,
  adds: boolean,
  session: Session,
  workspace: Workspace,
): Promise<void> {
  const [file, ...others] = files;
  if (!file) return;
  if (file.name.endsWith(".whl")) {
    const { keepFiles } = await import("./keep-files.ts");
    return keepFiles(files, session, workspace);
  }
  if (adds) return workspace.addFiles(files);
  return workspace.openFile(file, others);
}
