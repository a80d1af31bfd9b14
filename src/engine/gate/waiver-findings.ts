// Waivers: decisions with an end. One that has run out is a finding; one that holds takes its finding out of the count,
// and the finding stays visible. Pure.
import { daysBetween, type CivilDate } from '../../calendar/civil-date.ts';
import type { GateFinding, PlacedFinding } from './finding.ts';

export interface Waiver {
  readonly refusal: string;
  readonly about: string;
  readonly reason: string;
  readonly untilOn?: CivilDate | undefined;
}

/** Days before its end from which a waiver is spoken of. */
export const WAIVER_NEAR_DAYS = 14;

/** Rule `waiver-expired`. `waivers` in the order of the file. */
export function waiverFindings(waivers: readonly Waiver[], todayOn: CivilDate): GateFinding[] {
  return waivers.flatMap(({ refusal, about, reason, untilOn }, at) => {
    if (untilOn === undefined) return [];
    const days = daysBetween(todayOn, untilOn);
    if (days > WAIVER_NEAR_DAYS) return [];
    const expired = days < 0;
    return {
      rule: 'waiver-expired',
      severity: expired ? ('error' as const) : ('note' as const),
      what: `the waiver of ${refusal} for “${about}” ${expired ? 'ran out' : 'runs out'} on ${untilOn}`,
      why: `it was given because: ${reason}`,
      next: 'decide again: renew untilOn with a new reason, or mend what it covers and remove it',
      about: `${refusal} ${about}`,
      on: untilOn,
      path: ['waivers', at, 'untilOn'],
    };
  });
}

/** The waiver that covers a finding today, by rule and by what exactly it is about. */
export function waiverOf(
  waivers: readonly Waiver[],
  { rule, about }: Pick<GateFinding, 'rule' | 'about'>,
  todayOn: CivilDate,
): PlacedFinding['waived'] {
  const found = waivers.find(
    (one) => one.refusal === rule && one.about === about && (one.untilOn === undefined || todayOn <= one.untilOn),
  );
  if (found === undefined) return undefined;
  return { reason: found.reason, ...(found.untilOn === undefined ? {} : { untilOn: found.untilOn }) };
}
