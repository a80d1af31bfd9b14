// What a customer or a provider would file for a step in a rehearsal: the day, a number, an amount, the end that the terms
// give. Pure; must never be asked for a real contract.
import {
  addMonthsTo,
  firstDayOfMonth,
  lastDayOfMonth,
  laterOf,
  monthOf,
  type CivilDate,
} from '../calendar/civil-date.ts';
import type { EvidenceField, Step } from '../teardown/step.ts';
import type { Terms } from '../teardown/terms.ts';

export interface AnswersKnown {
  readonly todayOn: CivilDate;
  readonly terms: Terms;
  /** The parsed contract: it may plan the day of an appointment. */
  readonly content: unknown;
}

const TERM_MONTHS = 12;

/** Facts for the fields that a step must have, and the end in the provider's words where the step settles it. */
export function answersTo(step: Step, known: AnswersKnown): Record<string, string> {
  const asked = step.evidence.filter(
    ({ kind, name, required }) => kind !== 'file' && (required || (name === 'endsOn' && step.irreversible)),
  );
  return Object.fromEntries(
    asked.flatMap((field) => {
      const answer = answerTo(field, known);
      return answer === undefined ? [] : [[field.name, answer]];
    }),
  );
}

function answerTo({ name, kind, notBefore }: EvidenceField, known: AnswersKnown): string | undefined {
  const { todayOn, terms } = known;
  if (kind === 'text') return `REHEARSAL ${name}`;
  if (kind === 'yen') return String(adjustment(terms)?.yen ?? terms.costs[0]?.yen ?? 0);
  if (name === 'endsOn') return terms.governingEndsOn ?? terms.endsOn;
  const planned = AHEAD[name]?.(known);
  if (planned !== undefined) return laterOf(planned, todayOn);
  return notBefore === undefined ? todayOn : laterOf(todayOn, notBefore);
}

/** What the first reading of FX4 bills, and by how many months it makes the new term longer. */
const adjustment = ({ costs }: Terms) => costs.find(({ rule }) => rule === 'FX4');

/** Days that are agreed on and lie ahead, by the names of their fields. */
const AHEAD: Readonly<Record<string, (known: AnswersKnown) => CivilDate | undefined>> = {
  switchOn: ({ content }) => (content as { dates?: { switchOn?: CivilDate } }).dates?.switchOn,
  newTermStartsOn: ({ todayOn }) => firstDayOfMonth(addMonthsTo(monthOf(todayOn), 1)),
  newTermEndsOn: ({ todayOn, terms }) =>
    lastDayOfMonth(addMonthsTo(monthOf(todayOn), TERM_MONTHS + (adjustment(terms)?.months ?? 0))),
};
