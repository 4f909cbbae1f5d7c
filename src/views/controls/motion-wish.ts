/**
 * Reduced motion: true if nothing on the page is to move. The page's `data-motion` holds the person's choice; without one
 * the system decides. The stylesheet does the same.
 */
export function isCalm(): boolean {
  const { motion } = document.documentElement.dataset;
  return motion ? motion === "none" : matchMedia("(prefers-reduced-motion: reduce)").matches;
}
