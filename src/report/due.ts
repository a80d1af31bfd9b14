// `due`: what must happen soon over all contracts, the most pressing first: by when, who, what it costs, what to run. Pure.
import type { DueItem } from '../engine/gate/due.ts';
import type { ErrorDetail } from '../base/errors.ts';
import { daysBetween, type CivilDate } from '../calendar/civil-date.ts';
import { field, marked, paragraph, report } from './block.ts';
import { withContract } from './command-line.ts';
import { counted, dateText, daysLeftText, withWeekdays, yenText } from './dates.ts';
import { errorJson, errorLines, type ErrorJson } from './error.ts';
import { markOf, type Sign } from './mark.ts';
import { commandOrText } from './next-lines.ts';
import { plain } from './plain.ts';
import { both, penOf, type Paint, type Pen, type Style } from './style.ts';

export interface DueView {
  readonly todayOn: CivilDate;
  readonly withinDays: number;
  readonly contracts: number;
  /** By slack. */
  readonly items: readonly (DueItem & { readonly contract: string })[];
  readonly errors: readonly { readonly contract: string; readonly error: ErrorDetail }[];
  readonly exitCode: number;
}

const LABEL_COLUMN = 9;
/** A day so near is painted. */
const NEAR_DAYS = 3;

export function dueText(view: DueView, style: Style): string {
  const pen = penOf(style);
  return report(
    paragraph(
      pen,
      0,
      { text: 'due', paint: pen.bold },
      {
        text: ` within ${counted(view.withinDays, 'day')} · ${counted(view.contracts, 'contract')} · today is ${dateText(view.todayOn)}`,
        paint: pen.dim,
      },
    ),
    ...view.items.map((item) => itemLines(pen, item, view)),
    ...view.errors.map(({ contract, error }) => errorLines(pen, error, contract, undefined)),
    marked(pen, markOf(pen, view.items.length + view.errors.length === 0 ? 'done' : signOf(view)), {
      text: sentenceOf(view),
      paint: pen.bold,
    }),
  );
}

function itemLines(pen: Pen, item: DueView['items'][number], { todayOn }: DueView): string[] {
  const { contract, rule, step, what, who, actByOn, limitOn, recommendedOn, costYen, stake, provisional, next } = item;
  const row = (label: string, pieces: Parameters<typeof field>[3] | undefined): string[] =>
    pieces === undefined ? [] : field(pen, 2, { text: label, paint: pen.dim }, pieces, LABEL_COLUMN);
  return [
    ...marked(
      pen,
      markOf(pen, itemSign(item)),
      { text: daysLeftText(todayOn, actByOn), paint: both(pen.bold, paintOf(pen, item)) },
      { text: ` ${contract}`, paint: pen.bold },
      { text: ` · ${[rule, withWeekdays(what)].filter((part) => part !== undefined).join(' ')}` },
    ),
    ...row('by', [
      { text: `${item.kind === 'opens' ? 'from ' : ''}${dateText(actByOn)}` },
      {
        text: [
          ...(limitOn === undefined ? [] : [` · limit ${dateText(limitOn)}`]),
          ...(recommendedOn === undefined || recommendedOn === actByOn
            ? []
            : [` · ${daysBetween(todayOn, recommendedOn) < 0 ? 'was ' : ''}recommended by ${dateText(recommendedOn)}`]),
          ...(provisional ? [' · provisional until a holiday is announced'] : []),
        ].join(''),
        paint: pen.dim,
      },
    ]),
    ...row('who', [{ text: `${who}${step === undefined ? '' : ` · ${step}`}` }]),
    ...row('cost', costYen === undefined ? undefined : [{ text: yenText(costYen), paint: pen.bold }]),
    ...row('stake', stake === undefined ? undefined : [{ text: withWeekdays(stake), paint: pen.dim }]),
    ...row('do', next === undefined ? undefined : [commandOrText(pen, withContract(next, contract))]),
  ];
}

function itemSign({ slackDays, kind, needsPerson }: DueItem): Sign {
  if (kind === 'opens') return 'waiting-until';
  if (slackDays < 0) return 'blocked';
  return needsPerson ? 'waiting-for-person' : 'waiting-until';
}

function paintOf(pen: Pen, { slackDays, kind }: DueItem): Paint {
  if (kind === 'opens') return pen.cyan;
  if (slackDays < 0) return pen.red;
  return slackDays <= NEAR_DAYS ? pen.yellow : pen.bold;
}

const signOf = ({ items, errors }: DueView): Sign =>
  errors.length > 0 ? 'unreadable' : items.some((one) => itemSign(one) === 'blocked') ? 'blocked' : 'waiting-until';

function sentenceOf({ items, errors, withinDays }: DueView): string {
  const late = items.filter((one) => one.kind !== 'opens' && one.slackDays < 0).length;
  const persons = items.filter((one) => one.needsPerson && one.slackDays >= 0).length;
  const parts = [
    ...(late === 0 ? [] : [`${late} late`]),
    ...(persons === 0 ? [] : [`${persons} for a person`]),
    ...(errors.length === 0 ? [] : [`${counted(errors.length, 'contract')} could not be read`]),
  ];
  const head = items.length === 0 ? `Nothing is due within ${counted(withinDays, 'day')}` : `${items.length} due`;
  return parts.length === 0 ? head : `${head}: ${parts.join(', ')}`;
}

/** The document of `due --format json`. Dates are civil dates in Japan, money is whole yen. */
export interface DueJson {
  readonly formatVersion: 1;
  readonly todayOn: string;
  readonly withinDays: number;
  readonly exitCode: number;
  readonly items: readonly (Omit<DueItem, 'next'> & { readonly contract: string; readonly next?: string })[];
  readonly errors: readonly ErrorJson[];
}

export function dueJson({ todayOn, withinDays, items, errors, exitCode }: DueView): DueJson {
  return {
    formatVersion: 1,
    todayOn,
    withinDays,
    exitCode,
    items: items.map(({ contract, next, ...item }) =>
      plain({ contract, ...item, next: next === undefined ? undefined : withContract(next, contract) }),
    ),
    errors: errors.map(({ contract, error }) => errorJson(error, contract)),
  };
}
