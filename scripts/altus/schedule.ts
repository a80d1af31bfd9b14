// The plan backwards from the end: until when each step can, should and must be done. Pure; today arrives as an argument.
import {
  type Closure,
  DEFAULT_CLOSURES,
  previousOrSame,
  subtractBusinessDays,
} from '../../src/calendar/business-days.ts';
import { type CivilDate, earlierOf } from '../../src/calendar/civil-date.ts';
import { type By, planBackward, type PlannedWork } from '../../src/teardown/backward-plan.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { StepId } from '../../src/teardown/step.ts';
import type { StepSchedule } from '../../src/teardown/terms.ts';
import type { AltusContract } from './contract.ts';
import { domainEndsOn, tellDays } from './end-dates.ts';
import { doneOn } from './facts.ts';
import { endingDomains, orderOf } from './order.ts';

/** A backup is taken and read back before the next business day begins. */
export const BACK_UP_BUSINESS_DAYS = 1;
/** The notice has no published limit: one business day of the month is kept in hand for it (AL1). */
export const RETURN_SPARE_BUSINESS_DAYS = 1;

/** What is taken down, from `serviceEndsOn` on. */
export const TAKE_DOWN: ReadonlySet<StepId> = new Set([
  'delete-plesk-licences',
  'release-addresses',
  'destroy-servers',
  'expunge-servers',
]);

/** The closures that hold for this contract. */
export const closuresOf = (contract: Pick<AltusContract, 'closures'>): readonly Closure[] =>
  contract.closures ?? DEFAULT_CLOSURES;

/** The steps that are left, but for `close`, which waits for the provider's word. `endOn`: everything is gone by then. */
export function scheduleOf(
  contract: AltusContract,
  attested: History['attested'],
  endOn: CivilDate,
  todayOn: CivilDate,
): StepSchedule[] {
  const closures = closuresOf(contract);
  const places = orderOf(contract).filter(({ id, notNeeded }) => id !== 'close' && notNeeded === undefined);
  const works = places.map(({ id, after }): PlannedWork => {
    const done = doneOn(attested, id);
    const by = limitOf(id, contract, endOn) ?? (places.some((one) => one.after.includes(id)) ? undefined : atEnd());
    return {
      step: id,
      after,
      ...(by === undefined ? {} : { by }),
      ...waitOf(id, contract),
      ...(contract.serviceEndsOn === undefined || !TAKE_DOWN.has(id) ? {} : { fromOn: contract.serviceEndsOn }),
      ...(done === undefined ? {} : { doneOn: done }),
    };
  });
  return planBackward(works, { todayOn, closures });

  function atEnd(): By {
    return byOf(previousOrSame(endOn, closures), contract.marginBusinessDays, closures);
  }
}

function waitOf(id: StepId, { coolDownDays }: AltusContract): Pick<PlannedWork, 'wait'> {
  if (id === 'back-up' || id === 'final-back-up') return { wait: { businessDays: BACK_UP_BUSINESS_DAYS } };
  return id === 'destroy-servers' && coolDownDays > 0 ? { wait: { days: coolDownDays } } : {};
}

/** AL1 for the letters, AL2 for the domains. */
function limitOf(id: StepId, contract: AltusContract, endOn: CivilDate): By | undefined {
  const closures = closuresOf(contract);
  const { marginBusinessDays: margin } = contract;
  if (id.startsWith('notify-sales')) return tellDays(contract.endOn, margin, closures);
  if (id.startsWith('return-notice'))
    return byOf(tellDays(contract.endOn, margin, closures).latestOn, RETURN_SPARE_BUSINESS_DAYS, closures);
  if (id !== 'cancel-domains') return undefined;
  const ends = endingDomains(contract).flatMap((domain) => domainEndsOn(domain) ?? []);
  return byOf(previousOrSame([endOn, ...ends].reduce(earlierOf), closures), margin, closures);
}

const byOf = (latestOn: CivilDate, margin: number, closures: readonly Closure[]): By => ({
  latestOn,
  recommendedOn: subtractBusinessDays(latestOn, margin, closures),
});
