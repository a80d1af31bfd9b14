// `status`: how far a contract is, from its journal alone. Needs neither the contract file nor the network, and must load
// neither the schema nor the YAML reader. Pure.
import { daysBetween, type CivilDate } from '../calendar/civil-day.ts';
import type { JournalState } from '../journal/state.ts';
import { field, paragraph, report, table, TEXT_COLUMN } from './block.ts';
import { closingLine, headText } from './closing.ts';
import { withContract } from './command-line.ts';
import { counted, dateText, daysLeftText, instantText, untilText, withWeekdays } from './dates.ts';
import type { Piece } from './flow.ts';
import { stepLabel } from './mark.ts';
import { nextLines } from './next-lines.ts';
import { plain } from './plain.ts';
import { valueText } from './plain-text.ts';
import {
  endOf,
  outstandingApprovals,
  SIGNS,
  stepStatuses,
  type EffectCounts,
  type EndStatus,
  type StepStatus,
} from './status-facts.ts';
import { both, penOf, type Pen, type Style } from './style.ts';

export interface StatusView {
  readonly contract: string;
  readonly state: JournalState;
  readonly todayOn: CivilDate;
  readonly nowMs: number;
}

const HEAD_COLUMN = 12;

export function statusText(view: StatusView, style: Style): string {
  const pen = penOf(style);
  const { contract, state } = view;
  return report(
    headLines(pen, view),
    stepLines(pen, state, view),
    approvalLines(pen, view),
    [
      ...closingLine(pen, 'entries', String(state.entries)),
      ...(state.head.seq < 0 ? [] : closingLine(pen, 'journal', headText(state.head))),
    ],
    nextLines(pen, nextOf(contract, state)),
  );
}

function headLines(pen: Pen, { contract, state, todayOn }: StatusView): string[] {
  const { opened, closed, held, route } = state;
  const row = (label: string, ...pieces: readonly Piece[]): string[] =>
    field(pen, 0, { text: label, paint: pen.bold }, pieces, HEAD_COLUMN);
  return [
    ...paragraph(
      pen,
      0,
      { text: contract, paint: pen.bold },
      { text: ` status · ${opened?.provider ?? 'not opened'} · today is ${dateText(todayOn)}`, paint: pen.dim },
    ),
    ...(closed === undefined ? [] : row('Closed', ...closedPieces(pen, closed))),
    ...row('Ends', ...endPieces(pen, endOf(state), todayOn, closed !== undefined)),
    ...(route === 'ordinary' ? [] : row('Route', { text: route, paint: pen.yellow })),
    ...(held === undefined
      ? []
      : row(
          'Held',
          { text: held.reason, paint: pen.yellow },
          { text: ` · by ${held.by}, ${instantText(Date.parse(held.at))}`, paint: pen.dim },
        )),
    ...inDoubtLines(row, pen, state),
  ];
}

const closedPieces = (pen: Pen, closed: NonNullable<JournalState['closed']>): Piece[] => [
  { text: closed.as === 'completed' ? 'complete' : closed.as, paint: both(pen.bold, pen.green) },
  { text: ` · ${closed.reason}` },
  { text: ` · by ${closed.by}, ${instantText(Date.parse(closed.at))}`, paint: pen.dim },
];

const END_SOURCES: Readonly<Record<EndStatus['source'], string>> = {
  notice: ' · as the notice says',
  closed: ' · as recorded at the close',
  wanted: ' · as wanted; no notice is filed',
  none: '',
};

function endPieces(pen: Pen, { endsOn, source }: EndStatus, todayOn: CivilDate, closed: boolean): Piece[] {
  if (endsOn === undefined) return [{ text: 'no end date is known', paint: pen.dim }];
  const days = daysBetween(todayOn, endsOn);
  const paint = closed ? undefined : days < 0 ? both(pen.bold, pen.red) : days <= NEAR_DAYS ? pen.yellow : undefined;
  return [
    { text: dateText(endsOn), paint: pen.bold },
    { text: `, ${daysLeftText(todayOn, endsOn)}`, paint },
    { text: END_SOURCES[source], paint: pen.dim },
  ];
}

/** An end so near is painted. */
const NEAR_DAYS = 7;

function inDoubtLines(
  row: (label: string, ...pieces: readonly Piece[]) => string[],
  pen: Pen,
  { openIntended }: JournalState,
): string[] {
  if (openIntended === undefined) return [];
  return row(
    'In doubt',
    { text: openIntended.body.effect, paint: pen.red },
    {
      text: ` · begun ${instantText(Date.parse(openIntended.at))} by entry ${openIntended.seq}, and its outcome is not recorded; apply looks first`,
      paint: pen.dim,
    },
  );
}

function stepLines(pen: Pen, state: JournalState, view: StatusView): string[] {
  return stepStatuses(state).flatMap((one) => {
    const dim = one.status === 'not-begun' || one.status === 'not-needed';
    const label = stepLabel(pen, SIGNS[one.status], one.id, dim ? pen.dim : undefined);
    return field(
      pen,
      0,
      label,
      [
        { text: one.title, paint: dim ? pen.dim : undefined },
        { text: noteOf(one, view), paint: pen.dim },
      ],
      TEXT_COLUMN,
    );
  });
}

function noteOf(one: StepStatus, { nowMs }: StatusView): string {
  const parts = [
    one.notNeeded,
    effectsNote(one),
    one.attested === undefined ? undefined : attestedNote(one.attested),
    one.status === 'requested'
      ? `requested ${untilText(nowMs, Date.parse(one.requestedAt ?? ''))}; not attested`
      : undefined,
    one.verifiedAt === undefined || one.effects.total > 0
      ? undefined
      : `verified ${instantText(Date.parse(one.verifiedAt))}`,
  ];
  return parts.map((part) => (part === undefined ? '' : ` · ${part}`)).join('');
}

function effectsNote({ effects, status }: StepStatus): string | undefined {
  if (effects.total === 0 || status === 'not-needed') return undefined;
  if (status === 'not-begun') return counted(effects.total, 'effect');
  return `${effects.verified} of ${counted(effects.total, 'effect')} verified${effects.done === 0 ? '' : `, ${effects.done} taken and awaiting proof`}${effects.open === 0 ? '' : `, ${effects.open} in doubt`}`;
}

function attestedNote(facts: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(facts).map(([name, value]) => `${name} ${valueText(value)}`);
  return withWeekdays(`attested${said.length === 0 ? '' : `: ${said.join(', ')}`}`);
}

function approvalLines(pen: Pen, { state, nowMs }: StatusView): string[] {
  const rows = outstandingApprovals(state, nowMs).map((one) => [
    { text: one.approvalId, paint: one.state === 'valid' ? pen.magenta : pen.dim },
    [
      { text: counted(one.effects.length, 'effect') },
      { text: one.route === undefined ? '' : `, ${one.route} route` },
      one.state === 'void'
        ? { text: ' · void: the contract was amended since', paint: pen.yellow }
        : {
            text: ` · ${one.state === 'valid' ? 'expires' : 'expired'} ${instantText(one.expiresAtMs)}, ${untilText(nowMs, one.expiresAtMs)}`,
            paint: one.state === 'valid' ? undefined : pen.yellow,
          },
      { text: ` · by ${one.by}`, paint: pen.dim },
    ],
  ]);
  if (rows.length === 0 || state.closed !== undefined) return [];
  return [...paragraph(pen, 0, { text: 'Approvals not yet spent', paint: pen.bold }), ...table(pen, 2, rows)];
}

function nextOf(contract: string, state: JournalState): string | undefined {
  if (state.closed !== undefined) return undefined;
  if (state.opened === undefined) return withContract('kaiyaku open CONTRACT', contract);
  if (state.held !== undefined) return withContract('kaiyaku release CONTRACT --reason …', contract);
  return withContract(state.openIntended === undefined ? 'kaiyaku plan CONTRACT' : 'kaiyaku apply CONTRACT', contract);
}

/** The document of `status --format json`. Instants are RFC 3339 in UTC, dates civil dates in Japan; what is not known is left out. */
export interface StatusJson {
  readonly formatVersion: 1;
  readonly contract: string;
  readonly provider?: string;
  readonly journalId?: string;
  readonly openedAt?: string;
  /** Closed as completed. */
  readonly complete: boolean;
  readonly closed?: { readonly as: string; readonly reason: string; readonly at: string; readonly by: string };
  readonly route: string;
  readonly todayOn: string;
  readonly endsOn?: string;
  readonly endsOnSource: string;
  readonly daysLeft?: number;
  readonly held?: { readonly reason: string; readonly at: string; readonly by: string };
  /** The attempt whose outcome is not recorded. */
  readonly inDoubt?: { readonly entry: number; readonly effect: string; readonly step: string; readonly at: string };
  readonly steps: readonly (Omit<StepStatus, 'effects'> & { readonly effects: EffectCounts })[];
  readonly approvals: readonly {
    readonly approvalId: string;
    readonly state: 'valid' | 'expired' | 'void';
    readonly expiresAt: string;
    readonly by: string;
    readonly route?: string;
    readonly effects: readonly string[];
  }[];
  readonly entries: number;
  readonly head: { readonly seq: number; readonly hash: string; readonly at: string };
  readonly next?: string;
}

export function statusJson({ contract, state, todayOn, nowMs }: StatusView): StatusJson {
  const { opened, closed, held, openIntended } = state;
  const { endsOn, source } = endOf(state);
  return plain({
    formatVersion: 1 as const,
    contract,
    provider: opened?.provider,
    journalId: opened?.journalId,
    openedAt: opened?.at,
    complete: closed?.as === 'completed',
    closed: closed === undefined ? undefined : { as: closed.as, reason: closed.reason, at: closed.at, by: closed.by },
    route: state.route,
    todayOn,
    endsOn,
    endsOnSource: source,
    daysLeft: endsOn === undefined ? undefined : daysBetween(todayOn, endsOn),
    held: held === undefined ? undefined : { reason: held.reason, at: held.at, by: held.by },
    inDoubt:
      openIntended === undefined
        ? undefined
        : {
            entry: openIntended.seq,
            effect: openIntended.body.effect,
            step: openIntended.body.step,
            at: openIntended.at,
          },
    steps: stepStatuses(state),
    approvals: outstandingApprovals(state, nowMs).map((one) =>
      plain({
        approvalId: one.approvalId,
        state: one.state,
        expiresAt: new Date(one.expiresAtMs).toISOString(),
        by: one.by,
        route: one.route,
        effects: one.effects,
      }),
    ),
    entries: state.entries,
    head: { seq: state.head.seq, hash: state.head.hash, at: state.head.at },
    next: nextOf(contract, state),
  });
}
