/** Return `name` in at most `room` characters, shortened in the middle, as similar names differ at their ends. */
export function laneName(name: string, room: number): string {
  if (name.length <= room) return name;
  const head = Math.max(0, Math.floor((room - 1) * 0.45));
  const tail = Math.max(1, room - 1 - head);
  return `${name.slice(0, head)}…${name.slice(-tail)}`;
}
