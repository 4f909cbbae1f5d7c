/** A dialog of the page, by what it shows. At most one is open. */
export type Dialog =
  "examples" | "share" | "settings" | "network" | "visits" | "hosts" | "packages" | "files" | "keys" | "code";
