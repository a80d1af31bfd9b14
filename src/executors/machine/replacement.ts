// Bytes of a text that are to be others. Pure.

export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Later ones first, so that places before them stay. */
export function applied(text: string, replacements: readonly Replacement[]): string {
  return [...replacements]
    .sort((one, other) => other.start - one.start)
    .reduce((edited, { start, end, text: to }) => edited.slice(0, start) + to + edited.slice(end), text);
}
