import { expect, test } from "vitest";
import { laneName } from "./lane-name.ts";

test("a name that has room stays as it is", () => {
  expect(laneName("worker-3", 8)).toBe("worker-3");
});

test("long names keep the ends at which they differ", () => {
  expect(laneName("ThreadPoolExecutor-0_1", 16)).toBe("Thread…cutor-0_1");
  expect(laneName("ThreadPoolExecutor-0_12", 16)).toHaveLength(16);
  expect(laneName("worker-3", 2)).toBe("…3");
});
