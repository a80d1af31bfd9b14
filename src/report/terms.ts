// `terms`: every deadline, window, price and reading of one contract, with where it is written. Pure.
import type { CivilDate } from '../calendar/civil-date.ts';
import type { Citation, Deadline, Terms } from '../teardown/terms.ts';
import { columnOf, field, paragraph, report, table } from './block.ts';
import { counted, dateText, spanText, withWeekdays } from './dates.ts';
import { penOf, type Pen, type Style } from './style.ts';
import { termsFields, type TermsJson } from './terms-json.ts';
import { costLines, deadlineLines, endLines, headField } from './terms-lines.ts';

export interface TermsView {
  readonly contract: string;
  /** Provider id. */
  readonly provider: string;
  readonly terms: Terms;
  readonly todayOn: CivilDate;
}

export function termsText(view: TermsView, style: Style): string {
  const pen = penOf(style);
  const { terms, todayOn } = view;
  return report(
    paragraph(
      pen,
      0,
      { text: view.contract, paint: pen.bold },
      { text: `  terms · ${view.provider} · today is ${dateText(todayOn)}`, paint: pen.dim },
    ),
    [...endLines(pen, terms, todayOn), ...applicationLines(pen, terms)],
    ...deadlineSections(pen, terms, todayOn),
    section(pen, 'Plan, counted back from the end', scheduleLines(pen, terms)),
    section(pen, 'Prices', costLines(pen, 2, terms.costs)),
    section(pen, 'Readings of what the source leaves open', assumptionLines(pen, terms)),
  );
}

const section = (pen: Pen, title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [...paragraph(pen, 0, { text: title, paint: pen.bold }), ...lines];

function applicationLines(pen: Pen, { applicationWindow: window }: Terms): string[] {
  if (window === undefined) return [];
  return headField(pen, 'Apply', [
    { text: `${spanText(window.applyFromOn, window.applyLatestOn)}` },
    { text: ` · best by ${dateText(window.applyRecommendedOn)}` },
    {
      text: ` · acceptance from ${dateText(window.acceptFromOn)} to ${dateText(window.acceptByOn)} ends it on ${dateText(window.endsOn)}`,
      paint: pen.dim,
    },
  ]);
}

function deadlineSections(pen: Pen, { deadlines }: Terms, todayOn: CivilDate): string[][] {
  return deadlines.map((one, index) => [
    ...(index === 0 ? paragraph(pen, 0, { text: 'Deadlines', paint: pen.bold }) : []),
    ...deadlineLines(pen, 2, [one], todayOn, true),
    ...detailLines(pen, one),
  ]);
}

const DETAIL_INDENT = 6;
const DETAIL_COLUMN = 20;

function detailLines(pen: Pen, one: Deadline): string[] {
  const row = (label: string, text: string | undefined): string[] =>
    text === undefined
      ? []
      : field(
          pen,
          DETAIL_INDENT,
          { text: label, paint: pen.dim },
          [{ text }],
          columnOf(pen, DETAIL_INDENT, DETAIL_COLUMN),
        );
  return [
    ...row('not before', one.fromOn === undefined ? undefined : notBefore(one)),
    ...row('best by', one.recommendedOn === undefined ? undefined : dateText(one.recommendedOn)),
    ...row('limit', one.latestOn === undefined || one.latestOn === one.on ? undefined : dateText(one.on)),
    ...row(
      'at stake',
      withWeekdays(one.stake.replace(/\b\d{4,}(?= yen)/gu, (digits) => digits.replace(/\B(?=(?:\d{3})+$)/gu, ','))),
    ),
    ...row('source', citationText(one.citation)),
  ];
}

function notBefore({ fromOn, applyFromOn }: Deadline): string {
  const from = dateText(fromOn!);
  return applyFromOn === undefined || applyFromOn === fromOn
    ? from
    : `${from}; the first business day is ${dateText(applyFromOn)}`;
}

/** `document § section 「quote」`. */
export const citationText = ({ document, section: where, quote }: Citation): string =>
  `${document} § ${where}${quote === undefined ? '' : ` 「${quote}」`}`;

/** One line a step: the days on which it can, should and must be done. */
function scheduleLines(pen: Pen, { schedule = [] }: Terms): string[] {
  return table(
    pen,
    2,
    schedule.map(({ step, earliestOn, recommendedOn, latestOn, slackDays, provisional }) => [
      { text: step },
      { text: `from ${dateText(earliestOn)}`, paint: pen.dim },
      { text: `best by ${dateText(recommendedOn)}`, paint: pen.dim },
      { text: `by ${dateText(latestOn)}`, paint: slackDays < 0 ? pen.red : undefined },
      [
        { text: slackText(slackDays), paint: slackDays < 0 ? pen.red : pen.dim },
        { text: provisional ? ' · provisional' : '', paint: pen.dim },
      ],
    ]),
  );
}

const slackText = (days: number): string =>
  days < 0 ? `${counted(-days, 'day')} too late` : `slack ${counted(days, 'day')}`;

function assumptionLines(pen: Pen, { assumptions }: Terms): string[] {
  return table(
    pen,
    2,
    assumptions.map((one) => [
      { text: one.rule, paint: pen.dim },
      [
        { text: withWeekdays(one.reading) },
        ...(one.overridableBy === undefined ? [] : [{ text: ` · changed by ${one.overridableBy}`, paint: pen.dim }]),
      ],
    ]),
  );
}

export interface TermsDocument extends TermsJson {
  readonly formatVersion: 1;
  readonly contract: string;
  readonly provider: string;
  readonly todayOn: string;
}

export function termsJson({ contract, provider, terms, todayOn }: TermsView): TermsDocument {
  return { formatVersion: 1, contract, provider, todayOn, ...termsFields(terms, todayOn) };
}
