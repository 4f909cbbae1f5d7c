/**
 * Network options of a program: what its simulated network does otherwise than by default. They belong to the program, like its
 * seed, and links carry them. One flat record of numbers, whose names are those of the settings in
 * `runtime/network/settings.ts`, which checks the values; absent names have its defaults.
 */
import {
  checkSettings,
  defaultSettings,
  type LinkSettings,
  type NetworkSettings,
} from "../runtime/network/settings.ts";

const LINK_NAMES = ["latency", "jitter", "bandwidth", "loss", "reordering", "duplication"] as const;
type LinkName = (typeof LINK_NAMES)[number];
type LinkOption<Way extends string> = `${Way}.${LinkName}`;

export type NetworkName =
  | LinkOption<"localhost">
  | LinkOption<"remote">
  | "names.answer"
  | "names.timeout"
  | "sendBuffer"
  | "receiveBuffer"
  | "previews";

/** Options that differ from the defaults; in seconds, bytes, bytes a second, shares from 0 to 1, and 0 or 1 for no and yes. */
export type NetworkOptions = Readonly<Partial<Record<NetworkName, number>>>;

const linkOptions = <Way extends string>(way: Way, link: LinkSettings) =>
  LINK_NAMES.map((name) => [`${way}.${name}`, link[name]] as const);

const { localhost, remote, names, sendBuffer, receiveBuffer, previews } = defaultSettings;

/** All options with their defaults, in the order in which texts have them. */
export const networkDefaults = Object.fromEntries([
  ...linkOptions("localhost", localhost),
  ...linkOptions("remote", remote),
  ["names.answer", Number(names.answer)],
  ["names.timeout", names.timeout],
  ["sendBuffer", sendBuffer],
  ["receiveBuffer", receiveBuffer],
  ["previews", Number(previews)],
]) as Readonly<Record<NetworkName, number>>;

const networkNames = Object.keys(networkDefaults) as readonly NetworkName[];

/** Return the settings that the options give. Throws RangeError with a sentence for a name or value that cannot be. */
export function settingsOf(options: NetworkOptions): NetworkSettings {
  for (const [name, value] of Object.entries(options)) {
    if (!isNetworkName(name)) throw new RangeError(`There is no network setting "${name}".`);
    if (typeof value !== "number") throw new RangeError(`${name} must be a number.`);
  }
  const all = { ...networkDefaults, ...options };
  const link = (way: "localhost" | "remote") =>
    Object.fromEntries(LINK_NAMES.map((name) => [name, all[`${way}.${name}`]])) as Record<LinkName, number>;
  return checkSettings({
    ...defaultSettings,
    localhost: link("localhost"),
    remote: link("remote"),
    names: { answer: flag("names.answer", all), timeout: all["names.timeout"] },
    sendBuffer: all.sendBuffer,
    receiveBuffer: all.receiveBuffer,
    previews: flag("previews", all),
  });
}

function flag(name: NetworkName, { [name]: value }: Record<NetworkName, number>): boolean {
  if (value !== 0 && value !== 1) throw new RangeError(`${name} must be 1 or 0.`);
  return value === 1;
}

/** True for the name of an option. */
export function isNetworkName(name: string): name is NetworkName {
  return Object.hasOwn(networkDefaults, name);
}

/** True for options that a program may have. */
export function isNetworkOptions(value: unknown): value is NetworkOptions {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  try {
    return settingsOf(value as NetworkOptions) !== null;
  } catch {
    return false;
  }
}

/** Return options in their one form: in order, without those that have their defaults. */
export function changedOptions(options: NetworkOptions): NetworkOptions {
  const changed = networkNames.filter(
    (name) => (options[name] ?? networkDefaults[name]) !== networkDefaults[name],
  );
  return Object.fromEntries(changed.map((name) => [name, options[name]]));
}

/** Return options as an address has them: `remote.latency=0.1,remote.loss=0.2`; empty for the defaults. */
export function networkText(options: NetworkOptions): string {
  return Object.entries(changedOptions(options))
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

/** Return the options of such a text. Throws RangeError with a sentence for one that is wrong. */
export function networkOfText(text: string): NetworkOptions {
  const options: Record<string, number> = {};
  for (const part of text.split(",").filter((part) => part !== "")) {
    const [, name = "", value = ""] = /^([A-Za-z.]+)=(\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(part) ?? [];
    if (name === "") throw new RangeError(`"${part}" is no setting such as remote.latency=0.1.`);
    if (name in options) throw new RangeError(`${name} is given twice.`);
    options[name] = Number(value);
  }
  settingsOf(options);
  return changedOptions(options);
}
