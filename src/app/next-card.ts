/** Arrow keys between cards that are laid out in rows. */

export interface Place {
  readonly left: number;
  readonly top: number;
}

/** Pixels by which cards of one row may differ: one that is hovered or pressed moves a little. */
const SLACK = 8;

/**
 * The number of the card that `key` leads to from card `from`; null if it leads to none. Right and left follow the order
 * of reading; down and up lead to the nearest card of the next row.
 */
export function nextCard(cards: readonly Place[], from: number, key: string): number | null {
  const inRange = (index: number) => (index >= 0 && index < cards.length ? index : null);
  switch (key) {
    case "ArrowRight":
      return inRange(from + 1);
    case "ArrowLeft":
      return inRange(from - 1);
    case "Home":
      return 0;
    case "End":
      return cards.length - 1;
    case "ArrowDown":
      return inNextRow(cards, from, 1);
    case "ArrowUp":
      return inNextRow(cards, from, -1);
    default:
      return null;
  }
}

function inNextRow(cards: readonly Place[], from: number, direction: 1 | -1): number | null {
  const { left, top } = cards[from] as Place;
  const beyond = cards.filter((card) => (card.top - top) * direction > SLACK);
  if (beyond.length === 0) return null;
  const rows = beyond.map((card) => card.top * direction);
  const row = Math.min(...rows) * direction;
  const inRow = beyond.filter((card) => Math.abs(card.top - row) <= SLACK);
  const nearest = Math.min(...inRow.map((card) => Math.abs(card.left - left)));
  return cards.indexOf(inRow.find((card) => Math.abs(card.left - left) === nearest) as Place);
}
