import { expect, test } from "vitest";
import { networkDefaults, type NetworkName } from "../share/network.ts";
import { fieldText, linkFields, otherFields, withField } from "./network-fields.ts";

const { latency, bandwidth, loss } = linkFields;

test("fields show the defaults in their units", () => {
  expect(fieldText({}, "localhost.latency", latency)).toBe("0.1");
  expect(fieldText({}, "remote.latency", latency)).toBe("20");
  expect(fieldText({}, "remote.bandwidth", bandwidth)).toBe("10");
  expect(fieldText({}, "sendBuffer", otherFields.sendBuffer)).toBe("64");
});

test("each field gives back the option that it shows", () => {
  const ways = ["localhost", "remote"].flatMap((way) =>
    Object.entries(linkFields).map(([name, field]) => [`${way}.${name}`, field] as const),
  );
  for (const [name, field] of [...ways, ...Object.entries(otherFields)]) {
    const option = name as NetworkName;
    const small = /Buffer|bandwidth/.test(name) ? [] : [0.3, 0.0007];
    for (const value of [networkDefaults[option], 1, ...small]) {
      const text = fieldText({ [option]: value }, option, field);
      expect(withField({}, option, text, field)[option]).toBe(value);
    }
  }
});

test("what cannot be is answered by a sentence", () => {
  const reason = (text: string, name: NetworkName, field: typeof latency | typeof loss) => () =>
    withField({}, name, text, field);
  expect(reason("", "remote.latency", latency)).toThrow("Latency must be a number, in ms.");
  expect(reason("soon", "remote.latency", latency)).toThrow("Latency must be a number, in ms.");
  expect(reason("-1", "remote.latency", latency)).toThrow("The latency of remote must be 0 to 3600 seconds.");
  expect(reason("101", "remote.loss", loss)).toThrow("The loss of remote must be from 0 to 1.");
  expect(withField({}, "remote.latency", " 2,5 ", latency)).toEqual({ "remote.latency": 0.0025 });
});
