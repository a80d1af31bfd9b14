// The rules of a contract file over more than one field, as problems on the user's text. Pure: the file alone is judged,
// never the world and never today. Called also when some fields were wrong: a rule that lacks its fields says nothing.
import { KaiyakuError } from '../../src/base/errors.ts';
import { nextOrSame, nonBusinessReason } from '../../src/calendar/business-days.ts';
import { addDays, daysBetween, firstDayOfMonth } from '../../src/calendar/civil-date.ts';
import { checkBackup } from '../../src/contract/backup-fields.ts';
import { checkDnsZones } from '../../src/contract/dns-section.ts';
import type { ContractProblem, ProviderSchema } from '../../src/contract/provider-schema.ts';
import { checkShared, checkYear } from '../../src/contract/shared-checks.ts';
import { type JmottoTransferContract, schema } from './contract.ts';
import { BOOKING_DAYS, PREPARATION_WEEKS, receiptWindow, TRANSFER_DAYS, transferStartBy } from './end-dates.ts';
import { closuresOf, neededUntilOn, sendLatestOf, termsOf } from './terms.ts';

export type PartialContract = Partial<JmottoTransferContract>;

/** What `readContract` needs of this provider. */
export const contractSchema: ProviderSchema<JmottoTransferContract> = { schema, check: checkContract };

export function checkContract(contract: PartialContract): ContractProblem[] {
  const yearProblems = checkYears(contract);
  return [
    ...checkShared(contract),
    ...checkBackup(contract),
    ...yearProblems,
    ...checkDomain(contract),
    ...checkDns(contract),
    ...checkRegistry(contract),
    ...checkPreparation(contract),
    // Calculations over days that no calendar knows say nothing more.
    ...(yearProblems.length > 0 ? [] : checkComputed(contract)),
  ];
}

function checkComputed(contract: PartialContract): ContractProblem[] {
  const found = checkComputable(contract);
  if (found.length > 0) return found;
  return [...checkOverlap(contract), ...checkReachable(contract), ...checkValidity(contract), ...checkDays(contract)];
}

function checkYears({ endMonth, dates, domain }: PartialContract): ContractProblem[] {
  return [
    ...checkYear(endMonth === undefined ? undefined : firstDayOfMonth(endMonth), ['endMonth']),
    ...checkYear(dates?.prepareOn, ['dates', 'prepareOn']),
    ...checkYear(dates?.switchOn, ['dates', 'switchOn']),
    ...checkYear(domain?.expiresOn, ['domain', 'expiresOn']),
  ];
}

/** JM5 cannot be held without the day on which the domain expires. */
function checkDomain({ domain }: PartialContract): ContractProblem[] {
  if (domain === undefined || !domain.managedHere || domain.expiresOn !== undefined) return [];
  return [
    {
      code: 'missing-key',
      path: ['domain'],
      at: 'key',
      what: 'a domain that is transferred needs the day on which it expires: domain lacks expiresOn',
      why: 'a transfer needs a month or more of validity (JM5)',
      next: 'add\nexpiresOn: 2027-11-30',
    },
  ];
}

/** A zone of another domain would be asked for nothing; without a word on the new host no row is wanted. */
function checkDns({ dns, domain, newHost }: PartialContract): ContractProblem[] {
  if (dns === undefined || domain === undefined) return [];
  const unnamed =
    newHost !== undefined &&
    [newHost.webIp, newHost.mailHost, newHost.nameServers[0]].every((one) => one === undefined);
  return [
    ...checkDnsZones({ dns, domains: [domain] }),
    ...(unnamed
      ? [
          {
            code: 'no-new-host',
            path: ['newHost'],
            what: 'name servers are to prove the switch, and nothing says what they are to serve',
            next: 'add newHost.webIp, newHost.mailHost or newHost.nameServers',
          },
        ]
      : []),
  ];
}

/** JM5, JM7: only a domain that is transferred is held against its registry; RDAP shows who its registrar is. */
function checkRegistry({ registry, domain }: PartialContract): ContractProblem[] {
  if (registry === undefined || domain === undefined) return [];
  const nothing = !domain.managedHere;
  const unproven = !nothing && registry.registrarAfter === undefined && !/\.jp$/i.test(domain.name);
  return [
    ...(nothing
      ? [
          {
            code: 'registry-without-transfer',
            severity: 'warning' as const,
            path: ['registry'],
            at: 'key' as const,
            what: 'the domain is not registered through J-MOTTO: nothing is asked of its registry (JM7)',
            next: 'take registry out',
          },
        ]
      : []),
    ...(unproven
      ? [
          {
            code: 'no-new-registrar',
            severity: 'warning' as const,
            path: ['registry'],
            at: 'key' as const,
            what: 'nothing says which registrar is to be shown after the transfer: that it has moved rests on a person’s word',
            next: 'add registrarAfter',
          },
        ]
      : []),
  ];
}

/** JM2 */
function checkPreparation({ dates }: PartialContract): ContractProblem[] {
  if (dates === undefined) return [];
  const { prepareOn, switchOn } = dates;
  if (prepareOn > switchOn)
    return [
      {
        code: 'dates-contradict',
        path: ['dates', 'switchOn'],
        what: `the switch on ${switchOn} lies before the preparation begins on ${prepareOn}`,
        next: 'prepare first, then switch',
      },
    ];
  const days = daysBetween(prepareOn, switchOn);
  if (days >= PREPARATION_WEEKS.least * 7) return [];
  return [
    {
      code: 'short-preparation',
      severity: 'warning',
      path: ['dates', 'prepareOn'],
      what: `${days} days lie between the beginning of the preparation and the switch`,
      why: `the whole takes ${PREPARATION_WEEKS.least} to ${PREPARATION_WEEKS.most} weeks (JM2)`,
      next: `begin by ${addDays(switchOn, -7 * PREPARATION_WEEKS.least)}, better by ${addDays(switchOn, -7 * PREPARATION_WEEKS.most)}`,
    },
  ];
}

/** JM9: only warned of here, so that a switch that slips cannot lock the contract; the form itself is refused (R02). */
function checkOverlap({ endMonth, dates, parallelDays }: PartialContract): ContractProblem[] {
  if (endMonth === undefined || dates === undefined || parallelDays === undefined) return [];
  const { endsOn } = receiptWindow(endMonth);
  const needed = neededUntilOn({ dates, parallelDays }, {});
  if (needed <= endsOn) return [];
  return [
    {
      code: 'overlap-too-short',
      severity: 'warning',
      path: ['dates', 'switchOn'],
      what: `${parallelDays} days after the switch reach to ${needed}, and the contract would end on ${endsOn}`,
      why: 'web and mail that still reach the old server would be lost; the withdrawal form is refused (JM9)',
      next: `switch by ${addDays(endsOn, -parallelDays)}, or choose a later endMonth`,
    },
  ];
}

/** JM1, JM3, JM4: what comes after the form cannot be over before the form may be received. */
function checkReachable({ endMonth, dates, domain }: PartialContract): ContractProblem[] {
  if (endMonth === undefined || dates === undefined || domain === undefined) return [];
  const days = (domain.managedHere ? TRANSFER_DAYS : 0) + (domain.dnsHere ? BOOKING_DAYS : 0);
  if (days === 0) return [];
  const { acceptFromOn, acceptByOn } = receiptWindow(endMonth);
  const earliestOn = addDays(acceptFromOn, days);
  if (dates.switchOn >= earliestOn) return [];
  const parts = [
    ...(domain.managedHere ? [`${TRANSFER_DAYS} days of transfer`] : []),
    ...(domain.dnsHere ? [`${BOOKING_DAYS} days of booking`] : []),
  ];
  return [
    {
      code: 'before-the-form',
      severity: 'warning',
      path: ['dates', 'switchOn'],
      what: `the form is received from ${acceptFromOn} to ${acceptByOn}; with ${parts.join(' and ')} the switch is on ${earliestOn} at the earliest`,
      why: 'zone data, AuthCode and appointment come after it (JM1, JM3, JM4)',
      next: `switch on ${earliestOn} or later, or choose an earlier endMonth`,
    },
  ];
}

/** JM5: the AuthCode comes after the form, and by then the domain may be too old to move. */
function checkValidity({ endMonth, domain }: PartialContract): ContractProblem[] {
  if (endMonth === undefined || domain?.expiresOn === undefined || !domain.managedHere) return [];
  const { acceptFromOn } = receiptWindow(endMonth);
  const startBy = transferStartBy(domain.expiresOn);
  if (startBy >= acceptFromOn) return [];
  return [
    {
      code: 'renew-first',
      severity: 'warning',
      path: ['domain', 'expiresOn'],
      what: `the transfer would have to begin by ${startBy}, and the AuthCode comes after ${acceptFromOn} at the earliest`,
      why: 'a transfer needs a month or more of validity (JM5)',
      next: 'renew the domain first, then write its new expiresOn',
    },
  ];
}

function checkDays(contract: PartialContract): ContractProblem[] {
  const { endMonth, dates, domain } = contract;
  const closures = closuresOf(contract);
  const problems: ContractProblem[] = [];
  const dayOff = dates === undefined ? undefined : nonBusinessReason(dates.switchOn, closures);
  if (dates !== undefined && domain?.dnsHere === true && dayOff !== undefined)
    problems.push({
      code: 'not-a-business-day',
      severity: 'warning',
      path: ['dates', 'switchOn'],
      what: `the provider switches on business days, and ${dates.switchOn} is none (${dayOff})`,
      next: `choose ${nextOrSame(dates.switchOn, closures)}`,
    });
  if (endMonth === undefined) return problems;
  const { acceptFromOn } = receiptWindow(endMonth);
  const sendLatestOn = sendLatestOf({ endMonth, closures: contract.closures });
  if (sendLatestOn < nextOrSame(acceptFromOn, closures))
    problems.push({
      code: 'no-day-to-post',
      severity: 'warning',
      path: contract.closures === undefined ? ['endMonth'] : ['closures'],
      what: `no business day is left on which the form may be posted to end in ${endMonth}`,
      why: `received before ${acceptFromOn} it would end the contract a month early (JM1)`,
      next: 'ask the provider on which day it can be received, and correct `closures`',
    });
  return problems;
}

/** What only the whole calculation shows: closures that leave no day, days at the end of every calendar. */
function checkComputable(contract: PartialContract): ContractProblem[] {
  const { endMonth, dates, domain, newHost, parallelDays, marginBusinessDays, monthlyFee, groupware } = contract;
  const needed = [endMonth, dates, domain, newHost, parallelDays, marginBusinessDays, monthlyFee, groupware];
  if (needed.includes(undefined)) return [];
  try {
    termsOf(contract as JmottoTransferContract, {}, dates!.prepareOn);
    return [];
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    const { code, message: what, why, next } = error.detail;
    const path = code === 'no-business-day' ? ['closures'] : ['endMonth'];
    return [{ code, path, what, ...(why === undefined ? {} : { why }), ...(next === undefined ? {} : { next }) }];
  }
}
