import { expect, test } from "vitest";
import { SeenExamples } from "./seen-examples.ts";

function storeOf(value: string | null) {
  const store = {
    value,
    getItem: () => store.value,
    setItem: (_: string, text: string) => void (store.value = text),
  };
  return store;
}

test("what one tab has seen, another shows and does not forget", () => {
  const store = storeOf(null);
  const [one, other] = [new SeenExamples(store), new SeenExamples(store)];
  one.add("lock");
  other.add("queue");
  expect([...one.all()].sort()).toEqual(["lock", "queue"]);
});

test.each(["null", "{", "7", '{"lock":true}', '"lock"', '[null,3,["lock"],{}]', ""])(
  "a stored %j is ignored, and the next is kept",
  (value) => {
    const store = storeOf(value);
    const seen = new SeenExamples(store);
    expect(seen.all().size).toBe(0);
    seen.add("lock");
    expect([...new SeenExamples(store).all()]).toEqual(["lock"]);
  },
);

test("without a storage, or where it throws, what is seen lasts as long as the page", () => {
  const refuse = () => {
    throw new DOMException("denied", "SecurityError");
  };
  for (const store of [null, { getItem: refuse, setItem: refuse }]) {
    const seen = new SeenExamples(store);
    seen.add("lock");
    expect(seen.all().has("lock")).toBe(true);
  }
});
