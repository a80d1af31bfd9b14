// Dates and prices of a contract, for `terms`, and in short for `plan`. Pure.
import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import type { Cost, Deadline, Terms } from '../teardown/terms.ts';
import { field, table, type Cell } from './block.ts';
import { counted, dateText, dateWithDaysLeft, daysLeftText, spanText, withWeekdays, yenText } from './dates.ts';
import type { Piece } from './flow.ts';
import { both, type Pen } from './style.ts';

/** Where the head's fields begin. */
export const HEAD_COLUMN = 12;
/** A day so near is painted. */
const NEAR_DAYS = 7;

const SOURCES: Readonly<Record<Terms['endsOnSource'], string>> = {
  notice: 'as the notice says',
  computed: 'computed from the day of acceptance; the notice decides',
  wanted: 'as wanted; acceptance decides',
  none: '',
};

/** When it ends and by what right; unless it is complete, when it may be torn down and how urgent that is. */
export function endLines(pen: Pen, terms: Terms, todayOn: CivilDate, complete = false): string[] {
  const { endsOn, endsOnSource } = terms;
  const ends =
    endsOn === undefined
      ? [{ text: 'no end date: the teardown itself ends it' }]
      : [
          { text: dateText(endsOn), paint: pen.bold },
          { text: `, ${daysLeftText(todayOn, endsOn)}`, paint: complete ? undefined : nearPaint(pen, endsOn, todayOn) },
          { text: ` · ${SOURCES[endsOnSource]}`, paint: pen.dim },
        ];
  return [...headField(pen, 'Ends', ends), ...(complete ? [] : pressingLines(pen, terms, todayOn))];
}

function pressingLines(pen: Pen, terms: Terms, todayOn: CivilDate): string[] {
  const { governingEndsOn, endsOnConflict: conflict, teardownWindow } = terms;
  const span = spanText(teardownWindow?.fromOn, teardownWindow?.untilOn);
  const overdue = governingEndsOn !== undefined && todayOn > governingEndsOn;
  const row = (label: string, text: string, paint?: Piece['paint']): string[] =>
    headField(pen, label, [{ text, paint }]);
  return [
    ...(conflict === undefined
      ? []
      : row(
          'Conflict',
          `the notice says ${dateText(conflict.noticeOn)}, expected was ${dateText(conflict.computedOn)}; until somebody acknowledges it, ${dateText(governingEndsOn ?? conflict.noticeOn)} governs`,
          pen.red,
        )),
    ...(span === undefined ? [] : row('Tear down', span)),
    ...(overdue
      ? row(
          'Overdue',
          `since ${dateText(addDays(governingEndsOn, 1))}: use after the end is a breach`,
          both(pen.bold, pen.red),
        )
      : []),
    ...(isAtRisk(terms, todayOn) && !overdue
      ? row('At risk', `since ${dateText(terms.atRiskFromOn!)}: too near the end for the long way`, pen.yellow)
      : []),
  ];
}

export const headField = (pen: Pen, label: string, pieces: readonly Piece[], column = HEAD_COLUMN): string[] =>
  field(pen, 0, { text: label, paint: pen.bold }, pieces, column);

const isAtRisk = ({ atRiskFromOn }: Terms, todayOn: CivilDate): boolean =>
  atRiskFromOn !== undefined && todayOn >= atRiskFromOn;

/** Red when it has passed, yellow when it is near. */
export function nearPaint(pen: Pen, date: CivilDate, todayOn: CivilDate): Piece['paint'] {
  if (date < todayOn) return both(pen.bold, pen.red);
  return date <= addDays(todayOn, NEAR_DAYS) ? pen.yellow : undefined;
}

/** The day that counts for whoever has to act. */
export const actBy = (deadline: Deadline): CivilDate => deadline.latestOn ?? deadline.on;

/** One row a deadline: rule, last day, what. `inFull`: the other dates follow in lines of their own. */
export function deadlineLines(
  pen: Pen,
  indent: number,
  deadlines: readonly Deadline[],
  todayOn: CivilDate,
  inFull = false,
): string[] {
  return table(
    pen,
    indent,
    deadlines.map((one) => [
      { text: one.rule, paint: pen.dim },
      byCell(pen, one, todayOn),
      [{ text: withWeekdays(one.what) }, { text: remarksOn(one, todayOn, inFull), paint: pen.dim }],
    ]),
  );
}

function remarksOn({ who, recommendedOn, provisional }: Deadline, todayOn: CivilDate, inFull: boolean): string {
  return [
    ...(who === 'kaiyaku' ? [] : [who]),
    ...(inFull || recommendedOn === undefined || recommendedOn < todayOn ? [] : [`best by ${dateText(recommendedOn)}`]),
    ...(provisional ? ['provisional until a holiday is announced'] : []),
  ]
    .map((remark) => ` · ${remark}`)
    .join('');
}

function byCell(pen: Pen, one: Deadline, todayOn: CivilDate): Cell {
  const date = actBy(one);
  return { text: `by ${dateWithDaysLeft(date, todayOn)}`, paint: nearPaint(pen, date, todayOn) ?? pen.bold };
}

/** One row a price: rule, yen, what it is for, how it is computed. */
export function costLines(pen: Pen, indent: number, costs: readonly Cost[]): string[] {
  const prices = costs.map((one) => yenText(one.yen));
  const widest = Math.max(0, ...prices.map((price) => price.length));
  return table(
    pen,
    indent,
    costs.map((one, index) => [
      { text: one.rule, paint: pen.dim },
      { text: prices[index]!.padStart(widest), paint: pen.bold },
      [{ text: `if ${withWeekdays(one.when)}` }, { text: ` ${costFormula(one)}`, paint: pen.dim, solid: true }],
    ]),
  );
}

/** `(1 month, 1 × 55,000)`. */
export function costFormula({ months, formula }: Cost): string {
  const spaced = formula.replace(/\d{4,}/gu, (digits) => digits.replace(/\B(?=(?:\d{3})+$)/gu, ','));
  return `(${months === undefined ? '' : `${counted(months, 'month')}, `}${spaced})`;
}
