// The readings of what the source leaves open, each the one that is safer for the customer, and how to override it.
// Shown with every plan. Pure; it only lists those that this contract rests on now.
import type { CivilDate } from '../../src/calendar/civil-date.ts';
import type { Assumption } from '../../src/teardown/terms.ts';
import type { ClaraContract } from './contract.ts';
import { endByArrivalAlone, minimumTermEnd } from './end-dates.ts';
import type { FormFacts } from './facts.ts';
import { noPlanChange } from './plan-change.ts';

export function assumptionsOf(contract: ClaraContract, form: FormFacts, wantedOn: CivilDate): Assumption[] {
  return [
    ...(form.arrivedOn === undefined && form.endsOn === undefined
      ? beforeArrival(contract)
      : afterArrival(form, wantedOn)),
    ...(contract.domains.some(({ fate }) => fate === 'move') ? [CHANGE_NOT_DELETE] : []),
    ...(contract.domains.length > 0 ? [quiet(contract)] : []),
    ...(minimumTermEnd(contract) === undefined ? [NO_MINIMUM_TERM] : []),
    ...(form.endsOn === undefined ? [INFERRED_END] : []),
    ...planChange(contract),
  ];
}

function beforeArrival({ formMayArriveEarly, closures }: ClaraContract): Assumption[] {
  return [
    {
      rule: 'CL7',
      reading: formMayArriveEarly
        ? 'the month that the form names counts, so it may arrive early, as the contract file says'
        : 'the form arrives within the month before the wanted one: earlier, the procedure page’s “end of the month after the application” could end it early',
      overridableBy: 'formMayArriveEarly',
    },
    {
      rule: 'CL7',
      reading: 'a mail arrives when it is sent in business hours, 10:00–17:00; later counts as the next business day',
    },
    {
      rule: 'CL7',
      reading: 'the one form serves an option while the server goes on; the text on it says so',
    },
    ...(closures === undefined
      ? [{ rule: 'CL7', reading: 'Clara is closed from 29 December to 3 January', overridableBy: 'closures' }]
      : []),
  ];
}

/** A form that arrived before the month before ends it in another month on the other reading. */
function afterArrival({ arrivedOn, endsOn }: FormFacts, wantedOn: CivilDate): Assumption[] {
  if (arrivedOn === undefined || endsOn !== undefined) return [];
  const other = endByArrivalAlone(arrivedOn);
  if (other >= wantedOn) return [];
  return [
    {
      rule: 'CL7',
      reading: `arrived on ${arrivedOn}, it would end on ${other} already where only the month of arrival counts: have the end confirmed`,
    },
  ];
}

const CHANGE_NOT_DELETE: Assumption = {
  rule: 'CL3',
  reading: 'the pointer to “delete a zone” for a change is a slip of the page: zones are changed, never deleted',
};

const quiet = ({ quietDays, ttlDays, leadBusinessDays }: ClaraContract): Assumption => ({
  rule: 'CL1',
  reading: `${ttlDays} days pass from the lower TTL to the switch, ${quietDays} quiet days before it is verified, and whoever is asked for something takes ${leadBusinessDays} full business days`,
  overridableBy: 'ttlDays, quietDays, leadBusinessDays',
});

const NO_MINIMUM_TERM: Assumption = {
  rule: 'CL8',
  reading: 'there is no minimum term, as the contract file says; its length is not in the source',
  overridableBy: 'minimumTermMonths',
};

const INFERRED_END: Assumption = {
  rule: 'CL7',
  reading: 'it ends on the last day of the month; the accepted end date in Clara’s own words decides',
};

function planChange({ planChange: change }: ClaraContract): Assumption[] {
  if (change === undefined) return [];
  const no = noPlanChange(change);
  if (no !== undefined) return [{ rule: 'CL10', reading: `${no} (as of 2022-06-16)` }];
  if (change.newMonthlyFee <= change.oldMonthlyFee) return [];
  return [
    {
      rule: 'CL10',
      reading:
        'whether the running month counts among the months left is not said: both prices are shown; ask before it is ordered',
    },
  ];
}
