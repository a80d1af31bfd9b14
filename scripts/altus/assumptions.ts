// The readings of what the source leaves open, each the one that is safer for the customer, and how to override it.
// Shown with every plan. Pure; it only lists those that this contract rests on now.
import type { Assumption } from '../../src/teardown/terms.ts';
import type { AltusContract } from './contract.ts';
import { endingDomains } from './order.ts';

/** `letters`: not every notice is returned yet. `told`: the end rests on the day of telling. */
export function assumptionsOf(contract: AltusContract, open: { letters: boolean; told: boolean }): Assumption[] {
  return [
    ...(open.letters ? LETTERS : []),
    ...(open.letters && contract.closures === undefined ? [CLOSED] : []),
    ...(open.told ? [TOLD] : []),
    ...(contract.monthlyFee === undefined ? [] : [BILLED]),
    ...(endingDomains(contract).length > 0 ? DOMAINS : []),
    ...(contract.certificates.length > 0 ? [CERTIFICATES] : []),
    ...(contract.addresses.length > 0 ? [SOURCE_NAT] : []),
    ...(contract.servers.length > 0 ? SERVERS : []),
  ];
}

const LETTERS: readonly Assumption[] = [
  {
    rule: 'AL1',
    reading:
      '“one month before” is a calendar month or 31 days, whichever is earlier, and one more day, so that a full month lies between',
  },
  {
    rule: 'AL1',
    reading: 'the notice of cancellation has no limit of its own: it has arrived by the day by which sales is told',
    overridableBy: 'marginBusinessDays',
  },
  {
    rule: 'AL1',
    reading: 'the desks named in 2015 may have changed: the contact in sales is confirmed before it is used',
    overridableBy: 'sales',
  },
];

const CLOSED: Assumption = {
  rule: 'AL1',
  reading: 'the provider is closed from 29 December to 3 January',
  overridableBy: 'closures',
};

const TOLD: Assumption = {
  rule: 'AL1',
  reading: 'told too late, it ends on the first day for which it was in time; the provider’s own end date decides',
};

const BILLED: Assumption = {
  rule: 'AL1',
  reading: 'every calendar month that is begun is billed whole; the source names no price',
  overridableBy: 'monthlyFee',
};

const DOMAINS: readonly Assumption[] = [
  {
    rule: 'AL2',
    reading: '“up to the next renewal” ends on the day before: the renewal day itself is never used',
  },
  {
    rule: 'AL2',
    reading:
      '“after a certain time” an abolished name is gone: it is not named, so its name servers stay until it is seen',
  },
];

const CERTIFICATES: Assumption = {
  rule: 'AL3',
  reading: 'the provider does not renew certificates by itself; rows of them in the account manager are looked at',
};

const SOURCE_NAT: Assumption = {
  rule: 'AL5',
  reading: 'the source-NAT address goes with its network and is not released by itself',
  overridableBy: 'addresses',
};

const SERVERS: readonly Assumption[] = [
  {
    rule: 'AL6',
    reading: 'a list that cannot show destroyed servers proves nothing: a person confirms that they are expunged',
  },
  {
    rule: 'AL6',
    reading: 'a destroyed server may be recovered for about a day, which is not to be relied on',
    overridableBy: 'coolDownDays',
  },
  { rule: 'AL8', reading: 'letters and take-down are both needed: whatever is left keeps the contract alive' },
];
