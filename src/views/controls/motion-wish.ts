/**
 * Whether nothing on the page is to move: what the person chose, which the page says in `data-motion`, or else what the
 * system says. The stylesheet asks the same.
 */
export function isCalm(): boolean {
  const { motion } = document.documentElement.dataset;
  return motion ? motion === "none" : matchMedia("(prefers-reduced-motion: reduce)").matches;
}
