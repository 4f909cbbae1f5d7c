/** Tasks that wait for an endpoint: tokens, as the stage makes them, and the number of all. */
export interface Waiting {
  readonly tokens: readonly {
    readonly key: string;
    readonly task: number;
    readonly handle: number;
    readonly label: string;
    readonly note: string;
    readonly isOutline?: boolean;
  }[];
  readonly count: number;
}
