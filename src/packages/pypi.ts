/**
 * PyPI, the index that pip asks, as a source of wheels: the page asks it, never the sandbox, and only after a person's
 * consent. Its JSON interface says which files a package has, with size and hash. Called by the packages dialog.
 */
import { newestFirst } from "./requirement.ts";
import { normalizeName, parseWheelName } from "./names.ts";
import type { Distribution } from "./pyodide-lock.ts";
import type { WheelSource } from "./resolve.ts";
import { isUsable } from "./wheel.ts";
import { type FoundWheel, sha256Of, WheelError } from "./wheel-file.ts";

const INDEX = "https://pypi.org";
/** The host that is asked first. */
export const INDEX_HOST = "pypi.org";
/** The host that has the files. */
export const FILES_HOST = "files.pythonhosted.org";

/** The parts that are read of the answer of `/pypi/<name>/json`. */
interface ProjectAnswer {
  readonly releases: Readonly<Record<string, readonly ReleaseFile[]>>;
}

interface ReleaseFile {
  readonly filename: string;
  readonly url: string;
  readonly size: number;
  readonly digests: { readonly sha256: string };
  readonly requires_python: string | null;
  readonly yanked: boolean;
}

interface VersionAnswer {
  readonly info: { readonly requires_dist: readonly string[] | null };
}

/**
 * Return the source. It asks for a package once. Where PyPI has a package for other machines only, `compiled` may have it for
 * this one. Throws WheelError without an answer.
 */
export function pypi(compiled: Distribution): WheelSource {
  const asked = new Map<string, Promise<readonly FoundWheel[]>>();
  return {
    isRemote: true,
    packageWith: async () => null,
    wheelsOf: (name) => {
      const known = asked.get(name) ?? wheelsOf(name, compiled);
      asked.set(name, known);
      return known;
    },
  };
}

async function wheelsOf(name: string, compiled: Distribution): Promise<readonly FoundWheel[]> {
  const project = await ask<ProjectAnswer>(`/pypi/${name}/json`);
  if (!project) return [];
  const found: FoundWheel[] = [];
  let others = 0;
  for (const [version, files] of Object.entries(project.releases)) {
    for (const file of files) {
      const parts = parseWheelName(file.filename);
      if (!parts || file.yanked) continue;
      if (normalizeName(parts.name) === name && isUsable(name, parts.tags))
        found.push(wheelOf(name, version, file));
      else others++;
    }
  }
  if (found.length === 0 && others > 0) {
    const wheel = compiled.wheelOf(name, () => requirementsOf(name, wheel?.version ?? ""));
    if (wheel) return [wheel];
    throw new WheelError(
      `${name} has no wheel for this platform: each of its wheels holds code for another machine.`,
    );
  }
  const beside = compiled.versionBeside(name);
  const fitting = found.filter(({ version }) => version === beside);
  return (fitting.length > 0 ? fitting : found).sort(
    (a, b) => newestFirst(a.version, b.version) || rank(a) - rank(b),
  );
}

/** A wheel of Python alone comes first, as it is smaller. */
const rank = ({ file }: FoundWheel) => (file.endsWith("-none-any.whl") ? 0 : 1);

function wheelOf(name: string, version: string, file: ReleaseFile): FoundWheel {
  const { filename, url, size, digests, requires_python } = file;
  return {
    file: filename,
    name,
    version,
    sha256: digests.sha256,
    size,
    requiresPython: requires_python ?? "",
    from: new URL(url).hostname,
    isRemote: true,
    requirements: () => requirementsOf(name, version),
    bytes: () => download(filename, url, digests.sha256),
  };
}

async function requirementsOf(name: string, version: string): Promise<readonly string[]> {
  const answer = await ask<VersionAnswer>(`/pypi/${name}/${version}/json`);
  return answer?.info.requires_dist ?? [];
}

/** Return an answer of the index; null for a package that it does not know. Throws WheelError. */
async function ask<Answer>(path: string): Promise<Answer | null> {
  try {
    const response = await fetch(INDEX + path);
    if (response.status === 404) return null;
    if (response.ok) return (await response.json()) as Answer;
  } catch {
    // As with any other bad answer.
  }
  throw new WheelError(
    `${INDEX_HOST} does not answer. Check the connection, or drop the wheels on the page.`,
  );
}

async function download(file: string, url: string, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" || hostname !== FILES_HOST) {
    throw new WheelError(`${file} is on ${hostname}, not on ${FILES_HOST}. It is not fetched.`);
  }
  const response = await fetch(url).catch(() => null);
  if (!response?.ok)
    throw new WheelError(`${file} could not be fetched from ${hostname}. Check the connection.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if ((await sha256Of(bytes)) !== sha256) {
    throw new WheelError(
      `${file} from ${hostname} has another hash than ${INDEX_HOST} names. It is not used.`,
    );
  }
  return bytes;
}
