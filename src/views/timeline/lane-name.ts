/** `name` in at most `room` characters. Names that are alike differ at their ends: what is left out is in the middle. */
export function laneName(name: string, room: number): string {
  if (name.length <= room) return name;
  const head = Math.max(0, Math.floor((room - 1) * 0.45));
  const tail = Math.max(1, room - 1 - head);
  return `${name.slice(0, head)}…${name.slice(-tail)}`;
}
