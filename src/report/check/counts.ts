// What every format of `check` counts alike: which findings close the gate, how many there are of each kind. Pure.
import type { CheckReport, FailOn, PlacedFinding } from '../../engine/gate/finding.ts';
import { counted } from '../dates.ts';

/** Whether a finding alone closes the gate. */
export function fails({ severity, waived, always }: PlacedFinding, failOn: FailOn): boolean {
  if (always === true) return true;
  if (waived !== undefined || failOn === 'never') return false;
  return severity === 'error' || (failOn === 'warning' && severity === 'warning');
}

export interface Counts {
  readonly contracts: number;
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly waived: number;
}

export function countsOf({ contracts }: Pick<CheckReport, 'contracts'>): Counts {
  const counts = { contracts: contracts.length, error: 0, warning: 0, note: 0, waived: 0 };
  for (const { findings } of contracts)
    for (const { severity, waived } of findings) counts[waived === undefined ? severity : 'waived'] += 1;
  return counts;
}

/** `1 error, 2 warnings, 1 waived`; `nothing found`. */
export function countsText({ error, warning, note, waived }: Counts): string {
  const parts = [
    ...(error === 0 ? [] : [counted(error, 'error')]),
    ...(warning === 0 ? [] : [counted(warning, 'warning')]),
    ...(note === 0 ? [] : [counted(note, 'note')]),
    ...(waived === 0 ? [] : [`${waived} waived`]),
  ];
  return parts.length === 0 ? 'nothing found' : parts.join(', ');
}

const CLOSED_BY: Readonly<Record<number, string>> = {
  1: 'a journal could not be used',
  2: 'a file is no valid contract',
  13: 'there are findings to deal with',
};

/** Why the gate is closed; undefined when it is open. */
export const closedBy = ({ exitCode }: Pick<CheckReport, 'exitCode'>): string | undefined =>
  exitCode === 0 ? undefined : (CLOSED_BY[exitCode] ?? `exit ${exitCode}`);

/** `file:line:column`, or the file alone. */
export const placeText = (file: string, { line, column }: Pick<PlacedFinding, 'line' | 'column'>): string =>
  line === 0 ? file : `${file}:${line}:${column}`;
