// How text may look: colour or none, Unicode or ASCII, how wide, how much. The only file that knows escape codes.
// Must never ask the process: whoever prints decides, and a test can ask for anything.
import picocolors from 'picocolors';

export interface Style {
  readonly color: boolean;
  readonly unicode: boolean;
  /** Columns. Commands, hashes and pasted texts may run over; prose does not. */
  readonly width: number;
  /** Every effect, reason and reading, not only those of the step whose turn it is. */
  readonly verbose: boolean;
}

/** Wraps a text in one look. The identity where there is no colour. */
export type Paint = (text: string) => string;

export interface Paints {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
  readonly magenta: Paint;
}

/** What every renderer is handed: the style and its paints. */
export interface Pen extends Paints {
  readonly style: Style;
}

export function penOf(style: Style): Pen {
  const { bold, dim, red, yellow, green, cyan, magenta } = picocolors.createColors(style.color);
  return { style, bold, dim, red, yellow, green, cyan, magenta };
}

/** Both looks at once. */
export const both =
  (one: Paint, other: Paint): Paint =>
  (text) =>
    one(other(text));
