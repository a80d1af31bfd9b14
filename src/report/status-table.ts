// `status` for many contracts: one row each, what is pressing first to be seen. Pure; loads next to nothing.
import { daysBetween } from '../calendar/civil-day.ts';
import type { ErrorDetail } from '../base/errors.ts';
import { marked, paragraph, report, table, type Cell } from './block.ts';
import { counted, dateText, daysLeftText } from './dates.ts';
import { errorLines } from './error.ts';
import { markOf, type Sign } from './mark.ts';
import { endOf, stepStatuses, type StepStatus } from './status-facts.ts';
import type { StatusView } from './status.ts';
import { both, penOf, type Pen, type Style } from './style.ts';

/** A contract whose journal could not be read. */
export interface Unreadable {
  readonly contract: string;
  readonly error: ErrorDetail;
}

/** An end so near is painted. */
const NEAR_DAYS = 7;

/** Contracts in their order; those that could not be read follow, in full. */
export function statusTable(views: readonly StatusView[], unreadable: readonly Unreadable[], style: Style): string {
  const pen = penOf(style);
  const head = ['', 'contract', 'ends', 'steps', 'where it is'].map((text): Cell => ({ text, paint: pen.dim }));
  return report(
    views.length === 0 ? [] : table(pen, 0, [head, ...views.map((view) => rowOf(pen, view))]),
    ...unreadable.map(({ contract, error }) => errorLines(pen, error, contract, undefined)),
    closing(pen, views, unreadable),
  );
}

function rowOf(pen: Pen, { contract, state, todayOn }: StatusView): Cell[] {
  const { endsOn } = endOf(state);
  const steps = stepStatuses(state);
  const needed = steps.filter(({ status }) => status !== 'not-needed');
  const done = needed.filter(({ status }) => status === 'done');
  const front = needed.find(({ status }) => status !== 'done');
  const days = endsOn === undefined ? undefined : daysBetween(todayOn, endsOn);
  const open = state.closed === undefined;
  return [
    markOf(pen, signOf(state, front)),
    { text: contract, paint: pen.bold },
    {
      text: endsOn === undefined ? 'no end date' : `${dateText(endsOn)} ${daysLeftText(todayOn, endsOn)}`,
      paint:
        open && days !== undefined && days <= NEAR_DAYS ? (days < 0 ? both(pen.bold, pen.red) : pen.yellow) : undefined,
    },
    { text: `${done.length}/${needed.length}` },
    [{ text: whereText(state, front) }],
  ];
}

function signOf(state: StatusView['state'], front: StepStatus | undefined): Sign {
  if (state.closed !== undefined) return state.closed.as === 'completed' ? 'done' : 'not-needed';
  if (state.openIntended !== undefined) return 'in-doubt';
  if (state.held !== undefined) return 'blocked';
  if (front?.status === 'requested') return 'waiting-for-person';
  return front?.status === 'begun' ? 'ready' : 'later';
}

function whereText({ closed, openIntended, held }: StatusView['state'], front: StepStatus | undefined): string {
  if (closed !== undefined) return closed.as === 'completed' ? 'complete' : `${closed.as}: ${closed.reason}`;
  if (openIntended !== undefined) return `in doubt: ${openIntended.body.effect}`;
  if (held !== undefined) return `held: ${held.reason}`;
  if (front === undefined) return 'every step is done';
  return `${front.id}${front.status === 'not-begun' ? '' : ` (${front.status})`}`;
}

function closing(pen: Pen, views: readonly StatusView[], unreadable: readonly Unreadable[]): string[] {
  const open = views.filter(({ state }) => state.closed === undefined).length;
  const text = `${counted(views.length + unreadable.length, 'contract')}, ${open} open${unreadable.length === 0 ? '' : `, ${unreadable.length} could not be read`}`;
  if (unreadable.length === 0) return paragraph(pen, 0, { text, paint: pen.dim });
  return marked(pen, markOf(pen, 'unreadable'), { text, paint: pen.bold });
}
