// The rules of the `server` section over more than one field, as problems on the user's text. Pure.
import type { ContractProblem } from '../../src/contract/provider-schema.ts';
import { checkOnce } from '../../src/contract/shared-checks.ts';
import type { ClaraContract } from './contract.ts';

type PartialContract = Partial<ClaraContract>;

export function checkServer(contract: PartialContract): ContractProblem[] {
  const { server, panel } = contract;
  if (server === undefined) return [];
  const plesk: ContractProblem[] =
    panel === 'plesk'
      ? [
          {
            code: 'server-with-plesk',
            path: ['server'],
            what: 'Plesk writes zones and web server configuration itself',
            why: 'what it writes again would undo the change',
            next: 'remove server; the change is made in Plesk',
          },
        ]
      : [];
  const { ssh } = server;
  const login: ContractProblem[] =
    ssh !== undefined && ssh.privateKey === undefined && ssh.password === undefined
      ? [
          {
            code: 'no-login',
            path: ['server', 'ssh'],
            what: 'ssh has neither privateKey nor password',
            next: 'add privateKey: file:PATH',
          },
        ]
      : [];
  return [...plesk, ...login, ...checkZones(contract)];
}

/** A zone that nobody could prove, or that is no domain of ours, is not touched. */
function checkZones({ server, domains, dns }: PartialContract): ContractProblem[] {
  const zones = server?.bind.zones ?? [];
  const names = zones.map(({ name }) => name);
  const path = (at: number, key: string) => ['server', 'bind', 'zones', at, key];
  return [
    ...checkOnce(names, (at) => path(at, 'name'), 'zone'),
    ...zones.flatMap(({ name, file, update }, at): ContractProblem[] => [
      ...((file === undefined) === (update === undefined)
        ? [
            {
              code: 'file-or-update',
              path: path(at, 'name'),
              what: `${name} needs either file or update`,
              why: 'a zone that its server writes itself is never edited as a file',
              next: 'name its master file, or its update key',
            },
          ]
        : []),
      ...(domains === undefined || domains.some((one) => one.name === name && one.primaryDns === 'own-server')
        ? []
        : [
            {
              code: 'unknown-zone',
              path: path(at, 'name'),
              what: `${name} is no domain of this contract with primaryDns: own-server`,
              next: `domains: ${domains.map((one) => one.name).join(', ') || 'none'}`,
            },
          ]),
      ...(dns?.zones.some((one) => one.name === name) === true
        ? []
        : [
            {
              code: 'unproven-zone',
              path: path(at, 'name'),
              what: `${name} is changed, and no name server is named that could show it`,
              next: `add ${name} to dns: zones:`,
            },
          ]),
    ]),
  ];
}
