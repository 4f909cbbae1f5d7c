/**
 * Settings of a program's network. They belong to the program, as its seed does, and travel with it as JSON: so what
 * comes from outside is checked, and what is left out has a default.
 */

export interface LinkSettings {
  /** Seconds that a packet is on its way. */
  readonly latency: number;
  /** Most seconds that chance adds to that, for each packet. */
  readonly jitter: number;
  /** Bytes a second in each direction; 0 for no limit. */
  readonly bandwidth: number;
  /** Share of packets that get lost, from 0 to 1. A stream sends them again; a datagram is gone. */
  readonly loss: number;
  /** Shares of datagrams that take twice as long, so that later ones overtake them, and that arrive twice. */
  readonly reordering: number;
  readonly duplication: number;
}

/** Answer of a host: it answers, it is silent, or a router says that there is no way to it. */
export type HostState = "up" | "down" | "unreachable";

/** A host of the program's network; its link is that to every host, where it sets nothing else. */
export interface HostSettings extends Partial<LinkSettings> {
  readonly name: string;
  readonly state?: HostState;
}

export interface NetworkSettings {
  /** Way of the program to itself. */
  readonly localhost: LinkSettings;
  /** Way to every other host. */
  readonly remote: LinkSettings;
  readonly hosts: readonly HostSettings[];
  /** False if no name server answers: a look-up of a name that is not local fails after `timeout` seconds. */
  readonly names: { readonly answer: boolean; readonly timeout: number };
  /** Bytes that an endpoint keeps until they depart, and until they are read. */
  readonly sendBuffer: number;
  readonly receiveBuffer: number;
  /** False if a trace is to say of bytes only how many they are. */
  readonly previews: boolean;
  /** Most endpoints that are open at once, and most bytes in the buffers of all. */
  readonly maxEndpoints: number;
  readonly maxBytes: number;
}

/** A part of the settings, as a program or a link gives it. */
export type GivenSettings = Partial<
  Omit<NetworkSettings, "localhost" | "remote" | "names"> & {
    localhost: Partial<LinkSettings>;
    remote: Partial<LinkSettings>;
    names: Partial<NetworkSettings["names"]>;
  }
>;

/** Link that takes no time: everything arrives within the call that sends, as on a kernel's loopback. */
export const atOnce: LinkSettings = {
  latency: 0,
  jitter: 0,
  bandwidth: 0,
  loss: 0,
  reordering: 0,
  duplication: 0,
};

export const defaultSettings: NetworkSettings = {
  localhost: { ...atOnce, latency: 0.0001 },
  remote: { ...atOnce, latency: 0.02, jitter: 0.005, bandwidth: 1_250_000 },
  hosts: [],
  names: { answer: true, timeout: 5 },
  sendBuffer: 65_536,
  receiveBuffer: 131_072,
  previews: true,
  // Of 4,096 descriptors, three are the standard streams.
  maxEndpoints: 4093,
  maxBytes: 268_435_456,
};

/** Return settings with defaults for what is not given. Throws RangeError with a sentence for a value that cannot be. */
export function networkSettings(given: GivenSettings = {}): NetworkSettings {
  const hosts = (given.hosts ?? []).map((host) => checkHost(host));
  const names = hosts.map(({ name }) => name);
  check(new Set(names).size === names.length, "Two hosts have the same name.");
  return checkSettings({
    ...defaultSettings,
    ...given,
    localhost: { ...defaultSettings.localhost, ...given.localhost },
    remote: { ...defaultSettings.remote, ...given.remote },
    hosts,
    names: { ...defaultSettings.names, ...given.names },
  });
}

/** Return the settings if all of them but the hosts are possible. Throws RangeError with a sentence otherwise. */
export function checkSettings(settings: NetworkSettings): NetworkSettings {
  checkLink("localhost", settings.localhost);
  checkLink("remote", settings.remote);
  check(isSpan(settings.names.timeout), "The timeout of names must be 0 to 3600 seconds.");
  check(
    isCount(settings.sendBuffer) && isCount(settings.receiveBuffer),
    "A buffer must hold 1 byte or more.",
  );
  check(isCount(settings.maxEndpoints), "maxEndpoints must be a whole number from 1.");
  check(isCount(settings.maxBytes), "maxBytes must be a whole number from 1.");
  return settings;
}

function checkHost(host: HostSettings): HostSettings {
  const { name, state = "up" } = host;
  check(
    typeof name === "string" &&
      /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/.test(name) &&
      // An IPv4 address is no name, and no other address passes the test above.
      !/^[\d.]+$/.test(name),
    `"${String(name).slice(0, 60)}" is not a host's name: use small letters, digits, dots and hyphens.`,
  );
  check(
    state === "up" || state === "down" || state === "unreachable",
    `The state of ${name} must be "up", "down" or "unreachable".`,
  );
  checkLink(name, { ...defaultSettings.remote, ...host });
  return host;
}

function checkLink(name: string, link: LinkSettings): void {
  check(isSpan(link.latency), `The latency of ${name} must be 0 to 3600 seconds.`);
  check(isSpan(link.jitter), `The jitter of ${name} must be 0 to 3600 seconds.`);
  check(
    link.bandwidth === 0 || (link.bandwidth >= 1 && link.bandwidth < Infinity),
    `The bandwidth of ${name} must be 1 byte a second or more, or 0 for no limit.`,
  );
  for (const share of ["loss", "reordering", "duplication"] as const) {
    check(link[share] >= 0 && link[share] <= 1, `The ${share} of ${name} must be from 0 to 1.`);
  }
}

const isSpan = (seconds: number) => seconds >= 0 && seconds <= 3600;
const isCount = (count: number) => Number.isSafeInteger(count) && count > 0;

function check(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new RangeError(sentence);
}
