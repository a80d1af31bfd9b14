// A problem shown on the user's own text: what is wrong, where, why, how to mend it. All of them at once, in order.
// Formatting only; colours are the caller's (`Paint`), so that the text form is the same everywhere.
import type { ContractProblem } from './provider-schema.ts';
import { displayWidth, type Excerpt, type SourceText, type Span } from './source-text.ts';

export interface Diagnostic extends ContractProblem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** From 1; 0 when the problem is with the file as a whole. */
  readonly line: number;
  /** From 1, in UTF-16 units; 0 when the problem is with the file as a whole. */
  readonly column: number;
  readonly excerpt?: Excerpt;
}

/** How to colour the parts; the default leaves the text plain. */
export interface Paint {
  error(text: string): string;
  warning(text: string): string;
  faint(text: string): string;
  bold(text: string): string;
}

/** More are counted, not shown. */
export const DIAGNOSTICS_SHOWN_MAX = 100;
const same = (text: string) => text;
const PLAIN: Paint = { error: same, warning: same, faint: same, bold: same };

/** Places a problem on the text. Without a span it is about the file as a whole. */
export function diagnosticOf(problem: ContractProblem, source: SourceText, span?: Span): Diagnostic {
  const base = { ...problem, severity: problem.severity ?? 'error', file: source.file } as const;
  if (span === undefined) return { ...base, line: 0, column: 0 };
  return { ...base, ...source.positionOf(span.start), excerpt: source.excerptOf(span) };
}

/** In the order of the text; what an alias repeats is said once. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics
    .filter(({ line, column, code, what }) => {
      const key = JSON.stringify([line, column, code, what]);
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .toSorted((one, other) => one.line - other.line || one.column - other.column);
}

/** Everything that was found, ready to print; ends with a count and a line feed. Empty for an empty list. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], paint: Paint = PLAIN): string {
  if (diagnostics.length === 0) return '';
  const shown = diagnostics.slice(0, DIAGNOSTICS_SHOWN_MAX);
  const hidden = diagnostics.length - shown.length;
  return [
    ...shown.map((diagnostic) => formatDiagnostic(diagnostic, paint)),
    ...(hidden > 0 ? [`… and ${hidden} more\n`] : []),
    summaryOf(diagnostics),
    '',
  ].join('\n');
}

function formatDiagnostic(diagnostic: Diagnostic, paint: Paint): string {
  const { severity, code, what, why, next, file, line, column, excerpt } = diagnostic;
  const margin = ' '.repeat(line === 0 ? 1 : String(line).length);
  const bar = paint.faint(`${margin} |`);
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  return [
    `${paint[severity](`${severity}[${code}]`)}${paint.bold(`: ${what}`)}`,
    `${margin}${paint.faint('-->')} ${place}`,
    ...(excerpt === undefined
      ? []
      : [
          bar,
          `${paint.faint(`${line} |`)} ${excerpt.text}`.trimEnd(),
          `${bar} ${' '.repeat(displayWidth(excerpt.text.slice(0, excerpt.from)))}${paint[severity](underline(excerpt))}`,
        ]),
    ...note('why', why, margin, paint),
    ...note('help', next, margin, paint),
    '',
  ].join('\n');
}

function underline({ text, from, length }: Excerpt): string {
  return '^'.repeat(Math.max(1, displayWidth(text.slice(from, from + length))));
}

function note(label: string, text: string | undefined, margin: string, paint: Paint): string[] {
  if (text === undefined) return [];
  const indent = ' '.repeat(margin.length + label.length + 5);
  return text
    .split('\n')
    .map((line, at) => (at === 0 ? `${margin} ${paint.faint(`= ${label}:`)} ${line}` : indent + line));
}

function summaryOf(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? '' : 's'}`];
  };
  const files = [...new Set(diagnostics.map((diagnostic) => diagnostic.file))];
  const where = files.length === 1 ? files[0]! : `${files.length} files`;
  return `${[...count('error'), ...count('warning')].join(' and ')} in ${where}`;
}
