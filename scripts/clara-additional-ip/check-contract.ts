// The rules of a contract file over more than one field, as problems on the user's text. Pure: the file alone is judged,
// never the world and never today. Called also when some fields were wrong: a rule that lacks its fields says nothing.
import { nextOrSame, previousOrSame } from '../../src/calendar/business-days.ts';
import { firstDayOfMonth, lastDayOfMonth, laterOf, monthOf } from '../../src/calendar/civil-date.ts';
import { checkBackup } from '../../src/contract/backup-fields.ts';
import { checkDnsZones } from '../../src/contract/dns-section.ts';
import type { ContractProblem, ProviderSchema } from '../../src/contract/provider-schema.ts';
import { checkOnce, checkShared, checkYear, problemsOf } from '../../src/contract/shared-checks.ts';
import { type ClaraContract, type ClaraDomain, schema } from './contract.ts';
import { arriveBy, minimumTermEnd, missingMonths } from './end-dates.ts';
import { checkPlesk } from './check-plesk.ts';
import { checkServer } from './check-server.ts';
import { noPlanChange } from './plan-change.ts';
import { LEGAL_FORM } from './sender.ts';

type PartialContract = Partial<ClaraContract>;

export function checkContract(contract: PartialContract): ContractProblem[] {
  return [
    ...checkShared(contract),
    ...checkBackup(
      contract,
      (contract.domains ?? []).map(({ name }) => name),
    ),
    ...checkDates(contract),
    ...checkMinimumTerm(contract),
    ...checkAddresses(contract),
    ...checkOnce(
      (contract.domains ?? []).map(({ name }) => name),
      (at) => ['domains', at, 'name'],
      'domain',
    ),
    ...(contract.domains ?? []).flatMap(checkDomain),
    ...checkDnsZones(contract),
    ...checkPlesk(contract),
    ...checkServer(contract),
    ...checkSeal(contract),
    ...checkPlanChange(contract),
  ];
}

/** What `readContract` needs of this provider. */
export const contractSchema: ProviderSchema<ClaraContract> = { schema, check: checkContract };

function checkDates({ endMonth, openedOn, closures }: PartialContract): ContractProblem[] {
  if (endMonth === undefined) return [];
  const problems = checkYear(firstDayOfMonth(endMonth), ['endMonth']);
  if (problems.length > 0 || openedOn === undefined) return problems;
  const limitOn = arriveBy(endMonth);
  const tooLate = (): boolean =>
    openedOn > limitOn ||
    nextOrSame(laterOf(openedOn, firstDayOfMonth(monthOf(limitOn))), closures) > previousOrSame(limitOn, closures);
  const stuck = problemsOf(tooLate, ['closures']);
  if (stuck.length > 0 || !tooLate()) return stuck;
  return [
    {
      code: 'dates-contradict',
      path: ['endMonth'],
      what: `opened on ${openedOn}, it cannot end in ${endMonth}`,
      why: 'the form arrives by the end of the month before the wanted one (CL7)',
      next: 'choose a later endMonth',
    },
  ];
}

/** CL8: lawful, but it costs. */
function checkMinimumTerm(contract: PartialContract): ContractProblem[] {
  const { endMonth, openedOn, minimumTermMonths, minimumTermEndsOn, monthlyFee } = contract;
  if (endMonth === undefined || openedOn === undefined || minimumTermMonths === undefined) return [];
  const opened = { openedOn, minimumTermMonths, minimumTermEndsOn };
  const missing = missingMonths(opened, lastDayOfMonth(endMonth));
  if (missing === 0) return [];
  return [
    {
      code: 'before-minimum-term',
      severity: 'warning',
      path: ['endMonth'],
      what: `the minimum term ends on ${minimumTermEnd(opened)}, ${missing} months after the wanted end`,
      why: `what is missing is billed at the end (CL8)${
        monthlyFee === undefined ? '' : `: ${missing} × ${monthlyFee} = ${missing * monthlyFee} yen`
      }`,
      next: `it costs the same to keep it until ${monthOf(minimumTermEnd(opened)!)}`,
    },
  ];
}

function checkAddresses({ additionalIp, mainIp }: PartialContract): ContractProblem[] {
  if (additionalIp === undefined || mainIp === undefined) return [];
  if (additionalIp === mainIp)
    return [
      {
        code: 'same-address',
        path: ['mainIp'],
        what: `${mainIp} is the additional address as well`,
        why: 'what stays and what ends must not be the same',
        next: 'name the main address of the server (本体IPアドレス)',
      },
    ];
  if (additionalIp.includes(':') === mainIp.includes(':')) return [];
  return [
    {
      code: 'address-family',
      path: ['mainIp'],
      what: `${additionalIp} and ${mainIp} are of two families`,
      why: 'records of one family cannot be changed to the other',
      next: 'name the main address of the same family',
    },
  ];
}

function checkDomain({ name, fate, abolish, hostRegistered, hostNames, primaryDns, records }: ClaraDomain, at: number) {
  const problems: ContractProblem[] = [];
  if (fate === 'move' && abolish)
    problems.push({
      code: 'fate-contradicts',
      path: ['domains', at, 'abolish'],
      what: `${name} is to go on and to be given up`,
      next: 'use fate: delete, or remove abolish',
    });
  if (hostNames.length > 0 && !hostRegistered)
    problems.push({
      code: 'fate-contradicts',
      path: ['domains', at, 'hostNames'],
      what: `${name} names host objects, but hostRegistered is false`,
      next: 'set hostRegistered: true',
    });
  const lacks = [
    ...(hostRegistered && hostNames.length === 0 ? ['hostNames'] : []),
    ...(fate === 'move' && primaryDns !== 'own-server' && records.length === 0 ? ['records'] : []),
  ];
  for (const key of lacks)
    problems.push({
      code: 'request-incomplete',
      severity: 'warning',
      path: ['domains', at],
      what: `${name} lacks ${key}, without which its request cannot be printed`,
      next: `add ${key}: [${key === 'records' ? name : `ns1.${name}`}]`,
    });
  return problems;
}

/** CL7. */
function checkSeal({ seal, contact }: PartialContract): ContractProblem[] {
  if (seal === 'staff')
    return [
      {
        code: 'seal-refused',
        path: ['seal'],
        what: 'a form under a staff member’s seal (担当者印) is refused',
        why: 'the form would come back and may miss its month (CL7)',
        next: 'use the company’s seal (社印・公印) or an office-holder’s (役職者印)',
      },
    ];
  if (seal !== 'company' || contact === undefined || LEGAL_FORM.test(contact.company)) return [];
  return [
    {
      code: 'no-legal-form',
      severity: 'warning',
      path: ['contact', 'company'],
      what: `${contact.company} shows no legal form`,
      why: 'the seal must show the full legal name with its legal form (CL7)',
      next: 'write the full legal name, like 株式会社エグザンプル',
    },
  ];
}

/** CL10. */
function checkPlanChange({ planChange }: PartialContract): ContractProblem[] {
  const no = planChange === undefined ? undefined : noPlanChange(planChange);
  if (no === undefined) return [];
  return [
    {
      code: 'no-plan-change',
      path: ['planChange', 'service'],
      what: no,
      why: 'as of 2022-06-16 (CL10)',
      next: 'remove planChange',
    },
  ];
}
