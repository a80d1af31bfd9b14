// The rules of a contract file over more than one field, as problems on the user's text. Pure: the file alone is judged,
// never the world and never today. Called also when some fields were wrong: a rule that lacks its fields says nothing.
import { KaiyakuError } from '../../src/base/errors.ts';
import { addMonthsTo, type CivilDate, lastDayOfMonth, monthOf } from '../../src/calendar/civil-date.ts';
import { checkBackup } from '../../src/contract/backup-fields.ts';
import { checkDnsZones } from '../../src/contract/dns-section.ts';
import type { ContractPath, ContractProblem, ProviderSchema } from '../../src/contract/provider-schema.ts';
import { checkOnce, checkShared, checkYear } from '../../src/contract/shared-checks.ts';
import { type FlxsrvPlanChangeContract, schema } from './contract.ts';
import { openLatestOn, parallelUntil, YEAR_MONTHS } from './new-term.ts';
import { monthsLeftFrom } from './settlement.ts';
import { termsOf } from './terms.ts';

export type PartialContract = Partial<FlxsrvPlanChangeContract>;

/** What `readContract` needs of this provider. */
export const contractSchema: ProviderSchema<FlxsrvPlanChangeContract> = { schema, check: checkContract };

export function checkContract(contract: PartialContract): ContractProblem[] {
  return [
    ...checkShared(contract),
    ...checkBackup(contract),
    ...checkOrder(contract),
    ...checkYears(contract),
    ...checkParallel(contract),
    ...checkOldPlan(contract),
    ...checkAgreed(contract),
    ...checkDomains(contract),
    ...checkServers(contract),
    ...checkDnsZones(contract),
    ...checkProof(contract),
    ...checkComputable(contract),
  ];
}

function checkOrder({ dates }: PartialContract): ContractProblem[] {
  if (dates === undefined) return [];
  const inOrder = ['ticketOn', 'orderOn', 'openOn', 'switchOn'] as const;
  return [
    ...inOrder.slice(1).flatMap((key, at): ContractProblem[] => {
      const before = inOrder[at]!;
      if (dates[before] <= dates[key]) return [];
      const what = `${key} ${dates[key]} lies before ${before} ${dates[before]}`;
      return [
        { code: 'dates-contradict', path: ['dates', key], what, next: 'ticket, order, opening, switch: in this order' },
      ];
    }),
    ...(dates.ticketOn === dates.orderOn
      ? [
          {
            code: 'no-time-for-reply',
            severity: 'warning' as const,
            path: ['dates', 'ticketOn'],
            what: 'the first ticket is to be answered before the order, and both are planned for one day',
            why: 'an order that was not announced is not adjusted (FX1)',
            next: 'send the ticket some business days earlier',
          },
        ]
      : []),
  ];
}

function checkYears({ dates, oldPlan }: PartialContract): ContractProblem[] {
  return [
    ...Object.entries(dates ?? {}).flatMap(([key, date]) => checkYear(date, ['dates', key])),
    ...checkYear(oldPlan?.endsOn, ['oldPlan', 'endsOn']),
  ];
}

/** FX6: the switch lies inside the month that is sure; a longer one is known only when the provider has set the end. */
function checkParallel({ dates }: PartialContract): ContractProblem[] {
  if (dates === undefined || dates.openOn > dates.switchOn || dates.switchOn < parallelUntil(dates.openOn)) return [];
  return [
    {
      code: 'outside-parallel',
      severity: 'warning',
      path: ['dates', 'switchOn'],
      what: `the old plan may end on ${parallelUntil(dates.openOn)}, and the switch is planned for ${dates.switchOn}`,
      why: 'data and DNS are to be moved while both plans run (FX6)',
      next: 'switch earlier, or wait for the old plan’s end that the provider sets',
    },
  ];
}

function checkOldPlan({ oldPlan, dates }: PartialContract): ContractProblem[] {
  if (oldPlan?.endsOn === undefined) return [];
  const path = ['oldPlan', 'endsOn'];
  const { endsOn } = oldPlan;
  const broken = oldPlan.billing === 'yearly' && endsOn !== lastDayOfMonth(monthOf(endsOn));
  return [
    ...(broken ? [brokenMonth(endsOn, path)] : []),
    ...(dates === undefined ? [] : checkOldEnd(oldPlan.billing, endsOn, dates.openOn)),
  ];
}

function brokenMonth(endsOn: CivilDate, path: ContractPath): ContractProblem {
  return {
    code: 'broken-month',
    severity: 'warning',
    path,
    what: `${endsOn} is not the last day of a month, as the end of a yearly plan usually is`,
    why: 'a broken month is not counted among the months left (FX4)',
    next: 'compare it with the control panel',
  };
}

function checkOldEnd(billing: 'yearly' | 'monthly', endsOn: CivilDate, openOn: CivilDate): ContractProblem[] {
  const path = ['oldPlan', 'endsOn'];
  if (endsOn < openOn)
    return [
      {
        code: 'dates-contradict',
        path,
        what: `the old plan would have ended on ${endsOn}, before the new one opens on ${openOn}`,
        next: 'write the end of the period that is paid now',
      },
    ];
  if (openOn > openLatestOn(endsOn))
    return [
      {
        code: 'renews-before',
        severity: 'warning',
        path: ['dates', 'openOn'],
        what: `opened on ${openOn} the month side by side is over on ${parallelUntil(openOn)}, after the old plan renews`,
        why: `the old plan is paid to ${endsOn}; a renewal is billed (FX5)`,
        next: `open the new plan by ${openLatestOn(endsOn)}`,
      },
    ];
  if (billing === 'monthly' || monthsLeftFrom(addMonthsTo(monthOf(openOn), 1), endsOn) <= YEAR_MONTHS) return [];
  return [
    {
      code: 'more-than-a-year',
      severity: 'warning',
      path,
      what: `more than a year would be left of a yearly plan that ends on ${endsOn}`,
      next: 'write the end of the period that is paid now',
    },
  ];
}

function checkAgreed({ agreed, oldPlan, newPlan }: PartialContract): ContractProblem[] {
  const of = (key: string, what: string): ContractProblem => ({
    code: 'agreed-mismatch',
    path: ['agreed', key],
    at: 'key',
    what,
    next: `remove agreed.${key}`,
  });
  return [
    ...(agreed?.monthsLeft !== undefined && oldPlan?.billing === 'monthly'
      ? [of('monthsLeft', 'of a plan that is paid by the month nothing is left to count')]
      : []),
    ...(agreed?.price !== undefined && newPlan?.billing === 'yearly'
      ? [of('price', 'a yearly plan has one price')]
      : []),
  ];
}

function checkDomains({ domains = [] }: PartialContract): ContractProblem[] {
  return [
    ...checkOnce(
      domains.map(({ name }) => name),
      (at) => ['domains', at, 'name'],
      'domain',
    ),
    ...domains.flatMap(({ dnsHere, linked }, at): ContractProblem[] =>
      dnsHere || linked === 'none'
        ? []
        : [
            {
              code: 'link-without-zone',
              path: ['domains', at, 'linked'],
              what: 'only a zone of the provider’s control panel can be linked to a contract',
              next: 'set dnsHere: true, or linked: none',
            },
          ],
    ),
  ];
}

function checkServers({ oldServerIp, newServerIp }: PartialContract): ContractProblem[] {
  if (oldServerIp === undefined || oldServerIp !== newServerIp) return [];
  return [
    {
      code: 'same-address',
      path: ['newServerIp'],
      what: 'the new server has the address of the old one',
      why: 'a change of plan changes the address (FX6)',
      next: 'leave it out until the new plan is open',
    },
  ];
}

/** With name servers to ask, what is left unasked is said; rows are computed for the address that takes the place. */
function checkProof({ dns, domains = [], newServerIp }: PartialContract): ContractProblem[] {
  if (dns === undefined) return [];
  const asked = new Set(dns.zones.map(({ name }) => name));
  return domains.flatMap(({ name, zoneExport }, at): ContractProblem[] => [
    ...(asked.has(name)
      ? []
      : [
          {
            code: 'zone-not-asked',
            severity: 'warning' as const,
            path: ['domains', at, 'name'],
            what: `no name server of ${name} is named under dns: its switch is closed by a person’s word alone`,
            next: 'add it to dns.zones',
          },
        ]),
    ...(zoneExport === undefined || newServerIp !== undefined
      ? []
      : [
          {
            code: 'no-new-address',
            severity: 'warning' as const,
            path: ['domains', at, 'zoneExport'],
            what: `no row of ${name} can be computed without newServerIp`,
            next: 'add newServerIp once the new plan is open, then amend',
          },
        ]),
  ]);
}

/** What only the whole calculation shows: prices that are no prices, days at the end of every calendar. */
function checkComputable(contract: PartialContract): ContractProblem[] {
  const { oldPlan, newPlan, dates, domains, marginBusinessDays } = contract;
  if ([oldPlan, newPlan, dates, domains, marginBusinessDays].includes(undefined) || checkYears(contract).length > 0)
    return [];
  try {
    termsOf(contract as FlxsrvPlanChangeContract, {}, dates!.ticketOn);
    return [];
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    const { code, message: what, why, next } = error.detail;
    const path =
      code === 'extension-out-of-range' ? ['newPlan'] : code === 'no-business-day' ? ['closures'] : ['dates'];
    return [{ code, path, what, ...(why === undefined ? {} : { why }), ...(next === undefined ? {} : { next }) }];
  }
}
