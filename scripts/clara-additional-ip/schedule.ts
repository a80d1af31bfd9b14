// The plan backwards from the form: until when each domain's work can, should and must be done. Pure; today arrives as an
// argument. Whoever is asked for something is given time; the old address is watched before it is given back.
import { type Closure, DEFAULT_CLOSURES } from '../../src/calendar/business-days.ts';
import { attestedText } from '../../src/teardown/attested.ts';
import { type By, planBackward, type PlannedWork, type Wait } from '../../src/teardown/backward-plan.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { StepId } from '../../src/teardown/step.ts';
import type { StepSchedule } from '../../src/teardown/terms.ts';
import type { ClaraContract } from './contract.ts';
import { DONE_FIELD, formFacts } from './facts.ts';
import { ADDRESS_UNUSED, orderOf, type Place, WEB_ADDRESS } from './order.ts';

/** A backup is taken and read back before the next business day begins. */
export const BACK_UP_BUSINESS_DAYS = 1;
/** The form goes out on a business day after the last domain is verified. */
export const FORM_AFTER_BUSINESS_DAYS = 1;

/** The closures that hold for this contract. */
export const closuresOf = (contract: Pick<ClaraContract, 'closures'>): readonly Closure[] =>
  contract.closures ?? DEFAULT_CLOSURES;

/** The steps that are left, but for `close`, which waits for the end. `form`: until when the form is sent. */
export function scheduleOf(
  contract: ClaraContract,
  attested: History['attested'],
  form: By,
  todayOn: string,
): StepSchedule[] {
  const places = orderOf(contract).filter(({ id }) => id !== 'close');
  const works = places.flatMap((place) => worksFor(place, contract, attested, form));
  const plan = planBackward(works, { todayOn, closures: closuresOf(contract) });
  // Asking is the customer's act: until it is done, its days are the step's.
  return places.flatMap(({ id }) => {
    const days = plan.find(({ step }) => step === asked(id)) ?? plan.find(({ step }) => step === id);
    return days === undefined ? [] : [{ ...days, step: id }];
  });
}

/** A step of the plan that stands for asking somebody else. */
const asked = (id: StepId): StepId => `${id} asked`;

function worksFor(
  { id, after, actor, of }: Place,
  contract: ClaraContract,
  attested: History['attested'],
  form: By,
): PlannedWork[] {
  if (of === undefined) {
    const { arrivedOn, sentOn } = formFacts(attested);
    // It takes no day of its own.
    if (id === ADDRESS_UNUSED) return [{ step: id, after, ...done(sentOn ?? arrivedOn) }];
    if (id === WEB_ADDRESS) return [{ step: id, after, ...done(attestedText(attested, id, 'doneOn')) }];
    return [{ step: id, after, by: form, ...done(arrivedOn) }];
  }
  const { notBefore } = of.domain;
  const early = of.work === 'back-up' || of.work === 'lower-ttl' || notBefore === undefined;
  const wait = waitOf(of, contract);
  const work: PlannedWork = {
    step: id,
    after,
    ...(wait === undefined ? {} : { wait }),
    ...(early ? {} : { fromOn: notBefore }),
    ...done(attestedText(attested, id, DONE_FIELD[of.work])),
  };
  if (actor === 'customer' || actor === 'kaiyaku' || of.work === 'abolish') return [work];
  const lead: Wait = { businessDays: contract.leadBusinessDays + 1 };
  const sentOn = attestedText(attested, id, 'sentOn') ?? work.doneOn;
  return [
    // Who is asked acts when it suits them: before its day nobody is asked.
    { step: asked(id), after, wait: lead, ...(early ? {} : { fromOn: notBefore }), ...done(sentOn) },
    { ...work, after: [asked(id)] },
  ];
}

function waitOf({ work, domain }: NonNullable<Place['of']>, contract: ClaraContract): Wait | undefined {
  if (work === 'back-up') return { businessDays: BACK_UP_BUSINESS_DAYS };
  if (work === 'lower-ttl') return { days: contract.ttlDays };
  if (work === 'verify') return { businessDays: FORM_AFTER_BUSINESS_DAYS };
  const last = orderOf({ domains: [domain] }).findLast(({ of }) => of !== undefined && of.work !== 'verify');
  return last?.of?.work === work ? { days: contract.quietDays } : undefined;
}

const done = (doneOn: string | undefined): Pick<PlannedWork, 'doneOn'> => (doneOn === undefined ? {} : { doneOn });
