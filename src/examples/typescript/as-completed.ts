import { asCompleted, createTask } from "asyncio";
import { print, run, sleep, uniform } from "asyncio";

async function parcel(content: string) {
  await sleep(uniform(0.2, 2));
  return content;
}

function order(content: string) {
  const coming = parcel(content);
  return createTask(coming, { name: content });
}

async function main() {
  const parcels = [
    order("book"), order("lamp"),
    order("shoes"), order("plant"),
  ];
  for await (const arrived of asCompleted(parcels)) {
    print("unpacks the", await arrived);
    await sleep(0.4);
  }
}

run(main());
