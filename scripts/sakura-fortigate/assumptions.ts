// The readings of what the source leaves open, each the one that is safer for the customer, and how to override it.
// Shown with every plan. Pure; it only lists those that this contract rests on now.
import type { Assumption } from '../../src/teardown/terms.ts';
import type { SakuraFortigateContract } from './contract.ts';
import { OVERUSE_TERM_MONTHS } from './costs.ts';
import type { TermsFacts } from './facts.ts';

export function assumptionsOf(contract: SakuraFortigateContract, facts: TermsFacts): Assumption[] {
  return [
    ...(contract.plan === 'archive-only' ? ARCHIVE_ONLY : applied(contract, facts)),
    ...(contract.plan === 'term' ? termReadings(contract) : []),
    {
      rule: 'SF10',
      reading: 'a mail about a breach that comes after the 10th of a month must be answered on the same day',
    },
  ];
}

const ARCHIVE_ONLY: readonly Assumption[] = [
  {
    rule: 'SF3',
    reading: 'billing goes on until the server and its disk are deleted; when exactly it ends is not said',
  },
];

function applied(contract: SakuraFortigateContract, facts: TermsFacts): Assumption[] {
  const open = facts.acceptedOn === undefined && facts.noticeEndsOn === undefined;
  return [
    ...(open ? BEFORE_ACCEPTANCE : []),
    ...(contract.closures === undefined
      ? [
          {
            rule: 'SF4',
            reading: 'the provider is closed from 29 December to 4 January, as it has published in past years',
            overridableBy: 'closures',
          },
        ]
      : []),
    ...(facts.acceptedOn === undefined && facts.noticeEndsOn !== undefined
      ? [
          {
            rule: 'SF7',
            reading: 'the day of acceptance is unknown: the notice is compared with the end that was applied for',
          },
        ]
      : []),
    {
      rule: 'SF8',
      reading:
        'the text says both “by the end date” and “from the end date on it cannot be used”: finished by the day before',
    },
  ];
}

const BEFORE_ACCEPTANCE: readonly Assumption[] = [
  {
    rule: 'SF4',
    reading: 'acceptance follows on the day of the application when it is sent in business hours',
    overridableBy: 'marginBusinessDays',
  },
  { rule: 'SF4', reading: 'business hours are 10:00–17:00; what is sent later counts as the next business day' },
  { rule: 'SF5', reading: '“または メール” of section 2.2 means the mail form of the member menu' },
];

function termReadings({ term }: SakuraFortigateContract): Assumption[] {
  if (term === undefined) return [];
  return [
    ...(term.termEndsOn === undefined
      ? [
          {
            rule: 'SF2',
            reading: 'the term ends on the day before the corresponding day (Civil Code 143(2))',
            overridableBy: 'term.termEndsOn',
          },
        ]
      : []),
    {
      rule: 'SF2',
      reading:
        term.renewalMonths === OVERUSE_TERM_MONTHS
          ? 'a renewed term runs 12 months, the only figure in the text'
          : `a renewed term runs ${term.renewalMonths} months, as the contract file says`,
      overridableBy: 'term.renewalMonths',
    },
  ];
}
