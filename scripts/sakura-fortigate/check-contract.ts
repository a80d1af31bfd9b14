// The rules of a contract file over more than one field, as problems on the user's text. Pure: the file alone is judged,
// never the world and never today. Called also when some fields were wrong: a rule that lacks its fields says nothing.
import { REFUSALS } from '../../src/base/refusals.ts';
import { checkBackup } from '../../src/contract/backup-fields.ts';
import type { ContractProblem, ProviderSchema } from '../../src/contract/provider-schema.ts';
import { checkDates } from './check-dates.ts';
import { checkDns } from './check-dns.ts';
import { checkEstate } from './check-estate.ts';
import { checkServices, twice } from './check-services.ts';
import { type PartialContract, type SakuraFortigateContract, schema } from './contract.ts';

export function checkContract(contract: PartialContract): ContractProblem[] {
  return [
    ...checkDates(contract),
    ...checkServices(contract),
    ...checkEstate(contract),
    ...checkDns(contract),
    ...checkApi(contract),
    ...checkLicenceFiles(contract),
    ...checkApprovers(contract),
    ...checkWaivers(contract),
    ...checkBackup(contract),
  ];
}

/** What `readContract` needs of this provider. */
export const contractSchema: ProviderSchema<SakuraFortigateContract> = { schema, check: checkContract, checkRaw };

/** R12 has its own words: a reset that keeps the licence is no end of use (SF8). */
export function checkRaw(content: unknown): ContractProblem[] {
  const problems: ContractProblem[] = [];
  const services = list(field(content, 'services'));
  for (const [at, service] of services.entries()) {
    const fortigate = field(service, 'fortigate');
    const command = field(fortigate, 'resetCommand');
    const path = ['services', at, 'fortigate'];
    if (typeof command === 'string' && /keep[-_ ]?vm[-_ ]?licen[cs]e/i.test(command))
      problems.push(keepsLicence([...path, 'resetCommand'], 'value'));
    for (const key of Object.keys(typeof fortigate === 'object' && fortigate !== null ? fortigate : {}))
      if (/^keep[-_]?(vm)?[-_]?licen[cs]e$/i.test(key)) problems.push(keepsLicence([...path, key], 'key'));
  }
  return problems;
}

function keepsLicence(path: ContractProblem['path'], at: 'key' | 'value'): ContractProblem {
  return {
    code: 'R12',
    path,
    at,
    what: 'a reset with keepvmlicense is refused',
    why: 'the licence would stay on the unit, and its use after the end date breaks the licence agreement (SF8, SF9)',
    next: 'use factoryreset-shutdown, factoryreset or factoryreset2',
  };
}

function checkApi({ api }: PartialContract): ContractProblem[] {
  if (api === undefined) return [];
  const { protocol, hostname } = new URL(api.root);
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  const problems: ContractProblem[] = [];
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback))
    problems.push({
      code: 'insecure-api',
      path: ['api', 'root'],
      what: 'the API key would travel unencrypted',
      next: 'use https; plain http is accepted for a simulator on loopback only',
    });
  api.zones.forEach((zone, at) => {
    if (api.zones.indexOf(zone) !== at) problems.push(twice(['api', 'zones', at], `zone ${zone}`));
  });
  return problems;
}

function checkLicenceFiles({ licenceFiles, licenceSearch }: PartialContract): ContractProblem[] {
  if (licenceFiles === undefined || licenceSearch === undefined) return [];
  if (licenceFiles.length > 0 || licenceSearch.length > 0) return [];
  return [
    {
      code: 'no-licence-file',
      severity: 'warning',
      path: ['licenceFiles'],
      at: 'key',
      what: 'no place is named where a copy of the licence file lies',
      why: 'the licence files must be deleted as well by the end date (SF8)',
      next: 'list them under licenceFiles, or folders to search under licenceSearch',
    },
  ];
}

function checkApprovers({ approvers }: PartialContract): ContractProblem[] {
  return (approvers ?? []).flatMap(({ name }, at, all) =>
    all.findIndex((other) => other.name === name) === at ? [] : [twice(['approvers', at, 'name'], `approver ${name}`)],
  );
}

function checkWaivers({ waivers }: PartialContract): ContractProblem[] {
  return (waivers ?? []).flatMap(({ refusal }, at) => {
    const rule = REFUSALS.find(({ id }) => id === refusal);
    if (rule?.waivable === true) return [];
    const waivable = REFUSALS.filter((one) => one.waivable).map(({ id, slug }) => `${id} (${slug})`);
    return [
      {
        code: rule === undefined ? 'unknown-refusal' : 'not-waivable',
        path: ['waivers', at, 'refusal'],
        what:
          rule === undefined
            ? `there is no refusal ${refusal}`
            : `${refusal} cannot be waived: kaiyaku refuses ${rule.title}`,
        next: `refusals with a waiver: ${waivable.join(', ')}`,
      },
    ];
  });
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
