// The rules of a contract file over more than one field, as problems on the user's text. Pure: the file alone is judged,
// never the world and never today. Called also when some fields were wrong: a rule that lacks its fields says nothing.
import { formatWithSlashes } from '../../src/calendar/civil-date.ts';
import type { ContractProblem, ProviderSchema } from '../../src/contract/provider-schema.ts';
import { checkBackup } from '../../src/contract/backup-fields.ts';
import { checkOnce, checkShared, checkYear, problemsOf } from '../../src/contract/shared-checks.ts';
import { type AltusContract, type AltusDomain, schema } from './contract.ts';
import { domainEndsOn, tellDays } from './end-dates.ts';

type PartialContract = Partial<AltusContract>;

export function checkContract(contract: PartialContract): ContractProblem[] {
  return [
    ...checkShared(contract),
    ...checkDates(contract),
    ...checkLists(contract),
    ...(contract.domains ?? []).flatMap((domain, at) => checkDomain(domain, at, contract)),
    ...checkSourceNat(contract),
    ...checkDns(contract),
    ...checkApi(contract),
    ...checkBackup(contract),
    ...checkBackups(contract),
  ];
}

/** One list says what is saved: kaiyaku's, or a person's. */
function checkBackups({ backup, backups = [] }: PartialContract): ContractProblem[] {
  if (backup === undefined || backups.length === 0) return [];
  return [
    {
      code: 'backups-twice',
      path: ['backups'],
      at: 'key',
      what: 'both backup and backups say what is saved',
      why: 'with a backup section kaiyaku itself backs up, and nobody is asked for what stands in backups',
      next: 'declare all of it in backup.data, and leave backups out',
    },
  ];
}

/** What `readContract` needs of this provider. */
export const contractSchema: ProviderSchema<AltusContract> = { schema, check: checkContract };

function checkDates({ endOn, serviceEndsOn, servers, closures }: PartialContract): ContractProblem[] {
  const problems = checkYear(endOn, ['endOn']);
  if (endOn !== undefined && problems.length === 0)
    problems.push(...problemsOf(() => tellDays(endOn, 0, closures), ['closures']));
  if (endOn !== undefined && serviceEndsOn !== undefined && serviceEndsOn > endOn)
    problems.push({
      code: 'ends-before-service',
      path: ['serviceEndsOn'],
      what: `the contract is to end on ${endOn}, before its users may lose the service`,
      next: 'choose a later endOn or an earlier serviceEndsOn',
    });
  if (serviceEndsOn === undefined && endOn !== undefined && (servers ?? []).length > 0)
    problems.push({
      code: 'no-service-end',
      severity: 'warning',
      path: ['endOn'],
      at: 'key',
      what: 'nothing says from when the users of the servers may lose them',
      why: 'servers, addresses and licences could be taken down as soon as the notice is returned, weeks before the end',
      next: `add\nserviceEndsOn: ${endOn}   # or an earlier day`,
    });
  return problems;
}

function checkLists(contract: PartialContract): ContractProblem[] {
  const { contractNumbers = [], domains = [], certificates = [], plesk = [], addresses = [], servers = [] } = contract;
  return [
    ...checkOnce(contractNumbers, (at) => ['contractNumbers', at], 'contract number'),
    ...checkOnce(
      domains.map(({ name }) => name),
      (at) => ['domains', at, 'name'],
      'domain',
    ),
    ...checkOnce(
      certificates.map(({ commonName, expiresOn }) => `${commonName} (${expiresOn})`),
      (at) => ['certificates', at, 'commonName'],
      'certificate',
    ),
    ...checkOnce(
      plesk.map(({ serverIp }) => serverIp),
      (at) => ['plesk', at, 'serverIp'],
      'licence of',
    ),
    ...checkOnce(addresses, (at) => ['addresses', at], 'address'),
    ...checkOnce(servers, (at) => ['servers', at], 'server'),
  ];
}

function checkDomain(domain: AltusDomain, at: number, { contractNumbers }: PartialContract): ContractProblem[] {
  const { name, kind, disposition, nextRenewalOn, cancel, contractNumber } = domain;
  const problems: ContractProblem[] = [];
  if (disposition !== 'keep' && nextRenewalOn === undefined)
    problems.push({
      code: 'missing-key',
      path: ['domains', at],
      what: `the cancellation of ${name} needs the day of its next renewal`,
      next: 'add nextRenewalOn: the 次回更新日 of the account manager',
    });
  if (nextRenewalOn !== undefined && cancel !== 'term-end' && cancel >= nextRenewalOn)
    problems.push({
      code: 'dates-contradict',
      path: ['domains', at, 'cancel'],
      what: `${name} is renewed on ${nextRenewalOn}; it cannot be cancelled for ${cancel}`,
      why: 'the end of a term is the day before the renewal, so the renewal day is never used (AL2)',
      next: `use cancel: term-end, or a day up to ${formatWithSlashes(domainEndsOn({ ...domain, disposition: 'abolish', cancel: 'term-end' })!)}`,
    });
  problems.push(...checkYear(nextRenewalOn, ['domains', at, 'nextRenewalOn']));
  const isJp = /\.jp$/i.test(name);
  if (isJp !== (kind === 'jp'))
    problems.push({
      code: 'wrong-kind',
      path: ['domains', at, 'kind'],
      what: `${name} is ${isJp ? 'a .jp name' : 'no .jp name'}, but its kind is ${kind}`,
      why: 'the transfer of .jp names has a procedure of its own (AL2)',
      next: `use kind: ${isJp ? 'jp' : 'generic-or-cc'}`,
    });
  if (disposition === 'abolish' && /\.(co|or|ne|ac|go|ed|gr|lg|ad)\.jp$/i.test(name))
    problems.push({
      code: 'abolishes-organisation-name',
      severity: 'warning',
      path: ['domains', at, 'disposition'],
      what: `${name} is one of a kind: an organisation has only one such name, and it is hard to get back`,
      next: 'transfer it, or make sure that nobody needs its web pages, mail or name any more',
    });
  if (contractNumber !== undefined && contractNumbers !== undefined && !contractNumbers.includes(contractNumber))
    problems.push({
      code: 'unknown-contract-number',
      path: ['domains', at, 'contractNumber'],
      what: `contractNumbers does not list ${contractNumber}`,
      next: 'list it there, or correct it here',
    });
  return problems;
}

/** AL5: released by itself, it would take the way out of every server behind it. */
function checkSourceNat({ addresses, sourceNatAddress }: PartialContract): ContractProblem[] {
  const at = sourceNatAddress === undefined ? -1 : (addresses ?? []).indexOf(sourceNatAddress);
  if (at < 0) return [];
  return [
    {
      code: 'source-nat',
      path: ['addresses', at],
      what: `${sourceNatAddress} is the source-NAT address of the network`,
      why: 'it goes with its network and cannot be released by itself (AL5)',
      next: 'take it off the list',
    },
  ];
}

/** Zones of any owner may name the addresses, not only those of domains that end here. */
function checkDns({ dns, addresses }: PartialContract): ContractProblem[] {
  if (dns === undefined) return [];
  const zones = dns.zones.map(({ name }) => name);
  const inNoZone = (name: string) => !zones.some((zone) => name === zone || name.endsWith(`.${zone}`));
  return [
    ...checkOnce(zones, (at) => ['dns', 'zones', at, 'name'], 'zone'),
    ...(dns.names ?? []).flatMap((name, at): ContractProblem[] =>
      inNoZone(name)
        ? [
            {
              code: 'unknown-zone',
              path: ['dns', 'names', at],
              what: `${name} lies in no zone that dns.zones lists`,
              next: `zones: ${zones.join(', ')}`,
            },
          ]
        : [],
    ),
    ...(addresses === undefined || addresses.length > 0
      ? []
      : [
          {
            code: 'dns-without-address',
            path: ['dns'],
            at: 'key' as const,
            what: 'no address ends with this contract, so nothing would be looked for in the zones',
            next: 'list the addresses, or take dns out',
          },
        ]),
  ];
}

/** Whoever reads the file has to see at once who acts, and why something is kept. */
function checkApi({ api, cloudstack }: PartialContract): ContractProblem[] {
  const storage = api?.storage ?? [];
  const both: ContractProblem[] =
    api === undefined || cloudstack === undefined
      ? []
      : [
          {
            code: 'api-twice',
            path: ['cloudstack'],
            what: 'the API stands here and under api',
            why: 'cloudstack is a note and persons act; with api kaiyaku acts itself',
            next: 'take one of the two out',
          },
        ];
  return [
    ...both,
    ...storage.flatMap(({ id, name, fate, reason }, at): ContractProblem[] => [
      ...(storage.findIndex((one) => one.id === id) === at
        ? []
        : [
            {
              code: 'listed-twice' as const,
              path: ['api', 'storage', at, 'id'],
              what: `${name} (${id}) is listed before`,
              next: 'list it once',
            },
          ]),
      ...(fate === 'delete' || reason !== undefined
        ? []
        : [
            {
              code: 'keep-without-reason',
              path: ['api', 'storage', at, 'fate'],
              what: 'what is kept needs a reason',
              why: 'it outlives its server and goes on being billed',
              next: 'add `reason: …` beside it',
            },
          ]),
    ]),
  ];
}
