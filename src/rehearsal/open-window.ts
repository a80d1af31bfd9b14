// The day from which a rehearsal that its window refuses (R02) would not be refused. Pure.
import type { CivilDate } from '../calendar/civil-date.ts';
import type { Survey } from '../engine/survey.ts';

/** Undefined: no window refuses it, or it is refused for another reason as well, which no day mends. */
export function opensOn(
  { decision, terms }: Pick<Survey, 'decision' | 'terms'>,
  todayOn: CivilDate,
): CivilDate | undefined {
  const window = terms.applicationWindow;
  const refused = decision.steps
    .filter(({ due, verdict }) => due && verdict === 'blocked')
    .flatMap(({ findings }) => findings.filter(({ refusal }) => refusal === 'R02'));
  if (window === undefined || refused.length !== 1) return undefined;
  return todayOn < window.applyFromOn || todayOn > window.applyLatestOn ? window.applyFromOn : undefined;
}
