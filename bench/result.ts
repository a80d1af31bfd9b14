// What a benchmark found, and how it is printed: the subject beside its rival of the same run, as a ratio, with the goal
// and whether it is met. A spread is shown with every number, because a single one says nothing.

/** Of several runs. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

export interface GoalMet {
  /** `ratio to node -e 0`, `peak memory`… */
  readonly what: string;
  readonly atMost: number;
  readonly unit: string;
  readonly was: number;
  readonly met: boolean;
}

export interface BenchResult {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly subject: Spread;
  readonly rival: Spread & { readonly what: string };
  /** Subject to rival, pair by pair of the same moment. */
  readonly ratio: Spread;
  readonly goals: readonly GoalMet[];
  /** What else was seen: entries, bytes, distinct surveys. */
  readonly facts: Readonly<Record<string, number | string>>;
}

export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('a benchmark without a run');
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)!, runs: sorted.length };
}

/** The ratio of each pair, then the spread of the ratios: what slows the machine for a moment slows both. */
export const ratios = (subject: readonly number[], rival: readonly number[]): Spread =>
  spread(subject.map((value, at) => value / rival[at]!));

export const goal = (what: string, was: number, atMost: number, unit: string): GoalMet => ({
  what,
  atMost,
  unit,
  was,
  met: was <= atMost,
});

export function resultText(result: BenchResult): string {
  const { name, what, unit, subject, rival, ratio, goals, facts } = result;
  const shown = ({ median, min, max }: Spread) => `${figure(median)} ${unit} (${figure(min)}–${figure(max)})`;
  const lines = [
    `${name}: ${what}`,
    `  ${shown(subject)}; ${rival.what}: ${shown(rival)}`,
    `  ratio ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}), ${ratio.runs} runs`,
    ...goals.map(
      ({ what: of, was, atMost, unit: in_, met }) =>
        `  ${met ? 'met   ' : 'MISSED'} ${of}: ${figure(was)}${in_}, goal ≤ ${figure(atMost)}${in_}`,
    ),
  ];
  const known = Object.entries(facts).map(([key, value]) => `${key} ${value}`);
  return [...lines, ...(known.length === 0 ? [] : [`  ${known.join(', ')}`])].join('\n');
}

const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2);
