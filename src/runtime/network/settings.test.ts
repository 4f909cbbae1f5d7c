/** Settings of a network: defaults for what is not given, and a sentence for what cannot be. */
import { expect, test } from "vitest";
import { defaultSettings, networkSettings } from "./settings.ts";

test("what is not given has its default", () => {
  expect(networkSettings()).toEqual(defaultSettings);
  const given = networkSettings({ localhost: { latency: 0 }, hosts: [{ name: "db", loss: 0.1 }] });
  expect(given.localhost).toEqual({ ...defaultSettings.localhost, latency: 0 });
  expect(given.hosts).toEqual([{ name: "db", loss: 0.1 }]);
});

test.each([
  [{ localhost: { latency: -1 } }, "The latency of localhost must be 0 to 3600 seconds."],
  [{ remote: { jitter: Number.NaN } }, "The jitter of remote must be 0 to 3600 seconds."],
  [
    { remote: { bandwidth: 0.5 } },
    "The bandwidth of remote must be 1 byte a second or more, or 0 for no limit.",
  ],
  [{ hosts: [{ name: "db", loss: 1.5 }] }, "The loss of db must be from 0 to 1."],
  [
    { hosts: [{ name: "My Host" }] },
    '"My Host" is not a host\'s name: use small letters, digits, dots and hyphens.',
  ],
  [
    { hosts: [{ name: "10.0.0.7" }] },
    '"10.0.0.7" is not a host\'s name: use small letters, digits, dots and hyphens.',
  ],
  [{ hosts: [{ name: "db" }, { name: "db" }] }, "Two hosts have the same name."],
  [
    { hosts: [{ name: "db", state: "tired" as "up" }] },
    'The state of db must be "up", "down" or "unreachable".',
  ],
  [{ sendBuffer: 0 }, "A buffer must hold 1 byte or more."],
  [{ maxEndpoints: 1.5 }, "maxEndpoints must be a whole number from 1."],
])("%j", (given, sentence) => {
  expect(() => networkSettings(given)).toThrow(new RangeError(sentence));
});
