/** The tour of each example. Apart from the gallery, as an embed plays none before its reader presses Run. */
import type { Entry, Stop, Tours } from "./example.ts";
import { firstStepsTours } from "./tours/first-steps.ts";
import { goingWrongTours } from "./tours/going-wrong.ts";
import { onTheWireTours } from "./tours/on-the-wire.ts";
import { runningTogetherTours } from "./tours/running-together.ts";
import { takingTurnsTours } from "./tours/taking-turns.ts";
import { withLibrariesTours } from "./tours/with-libraries.ts";

const tours: Tours = {
  ...firstStepsTours,
  ...runningTogetherTours,
  ...takingTurnsTours,
  ...goingWrongTours,
  ...onTheWireTours,
  ...withLibrariesTours,
};

/** Return the stops of an example's tour; none where there is no example. */
export function tourOf(example: Entry | null | undefined): readonly Stop[] {
  return (example && tours[example.id]) ?? [];
}
