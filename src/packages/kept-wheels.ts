/**
 * Wheels that this browser keeps: those that a person dropped on the page or had fetched. They stay until they are removed, in
 * the browser's cache storage, each under an address that names its hash. Called by `find-packages.ts` and by the dialog.
 */
import { type KnownWheel, knownWheels } from "./known-wheels.ts";
import type { WheelSource } from "./resolve.ts";
import { openWheel, type OpenedWheel, WheelError } from "./wheel.ts";

const STORAGE = "loopscope-wheels";
/** The address of nothing: the storage wants one. */
const PLACE = "https://wheels.invalid/";
/** A header has what is known of the wheel. */
const ABOUT = "loopscope-wheel";

/** Return what is known of the wheels that are kept, by name; none where the browser keeps nothing. */
export async function keptWheels(): Promise<readonly KnownWheel[]> {
  const storage = await open().catch(() => null);
  if (!storage) return [];
  const kept = (await storage.keys()).map(async (request): Promise<KnownWheel | null> => {
    const response = await storage.match(request);
    const about = response?.headers.get(ABOUT);
    if (!about) return null;
    const wheel = JSON.parse(decodeURIComponent(about)) as OpenedWheel;
    return { ...wheel, bytes: () => bytesOf(wheel) };
  });
  const wheels = (await Promise.all(kept)).filter((wheel) => wheel !== null);
  return wheels.sort((a, b) => (a.file < b.file ? -1 : 1));
}

export async function keptSource(): Promise<WheelSource> {
  return knownWheels("this browser", await keptWheels());
}

/** Keep a wheel. Throws WheelError for a file that is none, and if the browser cannot keep it. */
export async function keepWheel(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<OpenedWheel> {
  const wheel = await openWheel(file, bytes);
  const headers = { [ABOUT]: encodeURIComponent(JSON.stringify(wheel)) };
  try {
    await (await open()).put(addressOf(wheel), new Response(bytes, { headers }));
  } catch {
    throw new WheelError(`This browser does not keep ${file}: its storage is full, or closed to this page.`);
  }
  return wheel;
}

export async function removeWheel(wheel: OpenedWheel): Promise<void> {
  await (await open()).delete(addressOf(wheel));
}

async function bytesOf(wheel: OpenedWheel): Promise<Uint8Array<ArrayBuffer>> {
  const response = await (await open()).match(addressOf(wheel));
  if (!response) throw new WheelError(`${wheel.file} is no longer kept in this browser. Drop it again.`);
  return new Uint8Array(await response.arrayBuffer());
}

const open = () => caches.open(STORAGE);
const addressOf = ({ sha256 }: OpenedWheel) => PLACE + sha256;
