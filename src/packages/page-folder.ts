/**
 * The folder `wheels/` beside the page: for a talk without a network, and for people who host the page. The page fetches its
 * list once, and each wheel when a program needs it; the sandbox fetches nothing. Called by `find-packages.ts`.
 */
import { type KnownWheel, knownWheels } from "./known-wheels.ts";
import { isWebAssembly, parseWheelName } from "./names.ts";
import { distribution } from "./pyodide-lock.ts";
import type { WheelSource } from "./resolve.ts";
import { sha256Of, WheelError } from "./wheel.ts";
import { LIST, wheelsOfList } from "./wheel-list.ts";

const FOLDER = "wheels";

let folder: Promise<WheelSource> | null = null;
/** Files that were fetched, by their hashes. */
const fetched = new Map<string, Uint8Array<ArrayBuffer>>();

/** Return the source of the folder's wheels; an empty one without the folder. Throws WheelError for a damaged list. */
export function pageFolder(): Promise<WheelSource> {
  folder ??= openFolder();
  folder.catch(() => (folder = null));
  return folder;
}

async function openFolder(): Promise<WheelSource> {
  const text = await fetchText();
  const wheels = text === null ? [] : wheelsOfList(text);
  if (!wheels) {
    throw new WheelError(
      `${FOLDER}/${LIST} beside this page is damaged. Make it with npm run wheels -- --list ${FOLDER}.`,
    );
  }
  return knownWheels(
    `the folder ${FOLDER}`,
    wheels.map((wheel) => ({ ...wheel, bytes: () => fetchWheel(wheel) })),
  );
}

/** Return the text of the list; null if there is none. Some servers answer with a page then. */
async function fetchText(): Promise<string | null> {
  try {
    const response = await fetch(addressOf(LIST));
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return response.ok && isJson ? await response.text() : null;
  } catch {
    return null;
  }
}

const addressOf = (file: string) => new URL(`${FOLDER}/${file}`, document.baseURI);

async function fetchWheel({ file, sha256 }: Omit<KnownWheel, "bytes">): Promise<Uint8Array<ArrayBuffer>> {
  const known = fetched.get(sha256);
  if (known) return known;
  if (isWebAssembly(parseWheelName(file)?.tags ?? ""))
    (await distribution()).check(`${FOLDER}/${file}`, sha256);
  const response = await fetch(addressOf(file)).catch(() => null);
  if (!response?.ok) throw new WheelError(`${FOLDER}/${file} could not be fetched. Check the connection.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if ((await sha256Of(bytes)) !== sha256) {
    throw new WheelError(
      `${FOLDER}/${file} is not the file that ${FOLDER}/${LIST} names: its hash differs. It is not used.`,
    );
  }
  fetched.set(sha256, bytes);
  return bytes;
}
