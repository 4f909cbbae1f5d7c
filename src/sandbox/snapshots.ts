/**
 * Snapshots of guests that are ready and have run nothing: a guest begins from one in a fifth of the time. The browser
 * keeps one a guest, in its cache storage, for the next visit.
 *
 * Invariant: a snapshot is used with the very files and the very browser that it was made with, since it is WebAssembly's
 * memory, which refers to both. Called by the guest client.
 */
import { files } from "virtual:sandbox-files";
import type { GuestKind } from "../share/program.ts";

const STORAGE = "loopscope-snapshots";

/** Return the snapshot that is kept for a guest; null for none. */
export async function keptSnapshot(kind: GuestKind): Promise<Blob | null> {
  try {
    const response = await (await caches.open(STORAGE)).match(addressOf(kind));
    return (await response?.blob()) ?? null;
  } catch {
    return null;
  }
}

/** Keep a snapshot, in place of those before; where the browser keeps nothing, the next visit starts without. */
export async function keepSnapshot(kind: GuestKind, snapshot: Blob): Promise<void> {
  try {
    const storage = await caches.open(STORAGE);
    const isOld = ({ url }: Request) => url.startsWith(placeOf(kind));
    await Promise.all((await storage.keys()).filter(isOld).map((request) => storage.delete(request)));
    await storage.put(addressOf(kind), new Response(snapshot));
  } catch {
    // It only saves time.
  }
}

/** The address of nothing: the storage wants one. */
const placeOf = (kind: GuestKind) => `https://snapshots.invalid/${kind}/`;

/** Names of the files have hashes of their contents. */
function addressOf(kind: GuestKind): string {
  const made = [navigator.userAgent, ...Object.values(files[kind]).map(({ url }) => url)];
  return placeOf(kind) + encodeURIComponent(made.join(" "));
}
