// The few shapes that every report is built of: paragraphs, labelled fields, tables. Arrays of finished lines, no break at
// their ends. Pure.
import { flow, type Piece } from './flow.ts';
import { columnsOf, padded, printable } from './plain-text.ts';
import type { Pen } from './style.ts';

/** Where the text of a field begins: behind the longest step id. */
export const TEXT_COLUMN = 26;
/** Where less than this would be left beside a label, the text stands under it. */
const BESIDE_COLUMNS_MIN = 36;
/** Columns that flowed text gets even where the terminal has none left. */
const TEXT_COLUMNS_MIN = 20;

/** Where less than this would be left for a row's last cell, it stands under the row. */
const CELL_COLUMNS_MIN = 28;

const indented = (columns: number, lines: readonly string[]): string[] =>
  lines.map((line) => ' '.repeat(columns) + line);

export const textColumns = (pen: Pen, indent: number): number => Math.max(TEXT_COLUMNS_MIN, pen.style.width - indent);

export function paragraph(pen: Pen, indent: number, ...pieces: readonly Piece[]): string[] {
  return indented(indent, flow(pieces, textColumns(pen, indent), pen.style));
}

/** One line that stays whole, whatever its length: a command, a digest. */
export function wholeLine(pen: Pen, indent: number, piece: Piece): string[] {
  return indented(indent, [paintedText(pen, piece)]);
}

function paintedText(pen: Pen, { text, paint }: Piece): string {
  const safe = printable(text, pen.style);
  return paint === undefined || safe.trim() === '' ? safe : paint(safe);
}

/** Where a field's text begins at this width: as far in as `column`, or under its label. */
export const columnOf = (pen: Pen, indent: number, column = TEXT_COLUMN): number =>
  pen.style.width - column < BESIDE_COLUMNS_MIN ? indent + 4 : column;

/** A label, and lines that were already laid out to begin at `columnOf`. */
export function labelled(
  pen: Pen,
  indent: number,
  label: Piece,
  lines: readonly string[],
  column = TEXT_COLUMN,
): string[] {
  const head = ' '.repeat(indent) + paintedText(pen, label);
  const begin = columnOf(pen, indent, column);
  const [first, ...rest] = lines;
  if (first === undefined) return [head];
  if (columnsOf(head) + 2 > begin) return [head, ...lines];
  return [padded(head, begin) + first.slice(begin), ...rest];
}

/** A label and flowed text beside it. */
export function field(
  pen: Pen,
  indent: number,
  label: Piece,
  pieces: readonly Piece[],
  column = TEXT_COLUMN,
): string[] {
  return labelled(pen, indent, label, paragraph(pen, columnOf(pen, indent, column), ...pieces), column);
}

export type Cell = Piece | readonly Piece[];

/** Aligned columns, `gap` spaces apart; the last one flows. Where nothing is left for it, it stands under its row. */
export function table(pen: Pen, indent: number, rows: readonly (readonly Cell[])[], gap = 2): string[] {
  const wide = rows.map((row) => row.slice(0, -1).map((cell) => columnsOf(printable(textOf(cell), pen.style))));
  const widths = (wide[0] ?? []).map((_, index) => Math.max(...wide.map((row) => row[index] ?? 0)));
  const before = widths.reduce((sum, width) => sum + (width === 0 ? 0 : width + gap), indent);
  const beside = pen.style.width - before >= CELL_COLUMNS_MIN;
  const begin = beside ? before : indent + 4;
  return rows.flatMap((row) => {
    const last = piecesOf(row.at(-1) ?? []);
    const text = flow(last, textColumns(pen, begin), pen.style);
    let line = ' '.repeat(indent);
    row.slice(0, -1).forEach((cell, index) => {
      if (widths[index] === 0) return;
      const painted = piecesOf(cell)
        .map((piece) => paintedText(pen, piece))
        .join('');
      line += padded(painted, widths[index]! + gap);
    });
    if (!beside) return [line.trimEnd(), ...indented(begin, text)];
    return [(line + (text[0] ?? '')).trimEnd(), ...indented(begin, text.slice(1))];
  });
}

const piecesOf = (cell: Cell): readonly Piece[] => ('text' in cell ? [cell] : cell);
const textOf = (cell: Cell): string =>
  piecesOf(cell)
    .map((piece) => piece.text)
    .join('');

/** A mark, and text that hangs behind it. */
export const marked = (pen: Pen, mark: Piece, ...pieces: readonly Piece[]): string[] =>
  table(pen, 0, [[mark, pieces]], 1);

/** The whole report: sections with one blank line between them, empty ones left out, one line feed at its end. */
export function report(...sections: readonly (readonly string[])[]): string {
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}
