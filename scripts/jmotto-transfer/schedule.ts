// The steps of a transfer with their days, counted back from the end of the contract. Pure. What passes between two steps is
// an assumption wherever the source gives no figure.
import { previousOrSame, subtractBusinessDays } from '../../src/calendar/business-days.ts';
import { addDays, type CivilDate } from '../../src/calendar/civil-date.ts';
import { type By, type PlanCalendar, planBackward, type PlannedWork } from '../../src/teardown/backward-plan.ts';
import type { StepSchedule } from '../../src/teardown/terms.ts';
import { handsOver, type JmottoTransferContract } from './contract.ts';
import { BOOKING_DAYS, POSTING_DAYS, switchBy, TRANSFER_DAYS, transferStartBy } from './end-dates.ts';
import type { TermsFacts } from './facts.ts';

/** 新サーバ開設作業（１～２週間） */
export const NEW_SERVER_DAYS = 7;
/** お客様側での準備作業（２～４週間） */
export const OWN_PREPARATION_DAYS = 14;

/** What the schedule is counted from. */
export interface ScheduleLimits {
  readonly endsOn: CivilDate;
  /** First day on which the form may be sent. */
  readonly formFromOn: CivilDate;
  /** Days of posting the form. */
  readonly form: By;
}

type Work = Omit<PlannedWork, 'doneOn'> & { readonly doneOn: CivilDate | undefined };

export function scheduleOf(
  contract: JmottoTransferContract,
  facts: TermsFacts,
  limits: ScheduleLimits,
  calendar: PlanCalendar,
): StepSchedule[] {
  const works = [...beginning(contract, facts, limits, calendar), ...moving(contract, facts, limits, calendar)];
  return planBackward(
    works.map(({ doneOn, ...work }) => ({ ...work, ...(doneOn === undefined ? {} : { doneOn }) })),
    calendar,
  );
}

/** The new server, the forms, and what comes of them: not all in one row (JM2). */
function beginning(
  contract: JmottoTransferContract,
  facts: TermsFacts,
  { formFromOn, form }: ScheduleLimits,
  { todayOn }: PlanCalendar,
): Work[] {
  const by = { by: form, fromOn: formFromOn };
  const posting = { wait: { days: POSTING_DAYS } };
  return [
    {
      step: 'prepare-new-server',
      after: [],
      wait: { days: OWN_PREPARATION_DAYS },
      fromOn: addDays(facts.preparingFromOn ?? todayOn, NEW_SERVER_DAYS),
      doneOn: facts.readyOn,
    },
    // Received is received: the days of posting are over then.
    {
      step: 'withdrawal-form',
      after: [],
      ...by,
      ...(facts.acceptedOn === undefined ? posting : {}),
      doneOn: facts.acceptedOn,
    },
    ...(contract.groupware === 'cancel'
      ? [{ step: 'groupware-form', after: [], ...by, doneOn: facts.groupwareAcceptedOn }]
      : []),
    ...(handsOver(contract)
      ? [
          {
            step: 'receive-zone-and-authcode',
            after: ['withdrawal-form'],
            doneOn: facts.issuedOn,
          },
          {
            step: 'hand-over-to-new-host',
            after: ['prepare-new-server', 'receive-zone-and-authcode'],
            doneOn: facts.handedOn,
          },
        ]
      : []),
  ];
}

/** From the domain's transfer to the proof, each after the one before. */
function moving(
  contract: JmottoTransferContract,
  facts: TermsFacts,
  { endsOn }: ScheduleLimits,
  { closures }: PlanCalendar,
): Work[] {
  const { domain, parallelDays, marginBusinessDays } = contract;
  const by = (on: CivilDate): { by: By } => {
    const latestOn = previousOrSame(on, closures);
    return { by: { latestOn, recommendedOn: subtractBusinessDays(latestOn, marginBusinessDays, closures) } };
  };
  const row: Omit<Work, 'after'>[] = [
    ...(domain.managedHere
      ? [
          {
            step: 'transfer-domain',
            wait: { days: TRANSFER_DAYS },
            ...(domain.expiresOn === undefined ? {} : by(transferStartBy(domain.expiresOn))),
            doneOn: facts.transferStartedOn,
          },
        ]
      : []),
    { step: 'back-up', doneOn: facts.backedUpOn },
    { step: 'copy-data', doneOn: facts.copiedOn },
    ...(domain.dnsHere ? [{ step: 'book-switch', wait: { days: BOOKING_DAYS }, doneOn: facts.bookedOn }] : []),
    {
      step: 'switch-dns',
      wait: { days: parallelDays },
      ...by(switchBy(endsOn, parallelDays)),
      doneOn: facts.switchedOn,
    },
    { step: 'parallel-running', doneOn: facts.parallelEndedOn },
    { step: 'verify', ...by(endsOn), doneOn: facts.verifiedOn },
  ];
  const before = handsOver(contract) ? ['hand-over-to-new-host'] : ['prepare-new-server', 'withdrawal-form'];
  return row.map((work, at) => ({ ...work, after: at === 0 ? before : [row[at - 1]!.step] }));
}
