// The rules over the `plesk` section, as problems on the user’s text. Pure.
import type { ContractProblem } from '../../src/contract/provider-schema.ts';
import type { ClaraContract } from './contract.ts';
import { isOwnDomain } from './plesk-section.ts';

export function checkPlesk(contract: Partial<ClaraContract>): ContractProblem[] {
  const { plesk } = contract;
  if (plesk === undefined) return [];
  return [...checkDoor(plesk), ...checkUse(contract), ...checkPath(contract)];
}

function checkDoor({ api, ssh }: NonNullable<ClaraContract['plesk']>): ContractProblem[] {
  if ((api === undefined) === (ssh === undefined))
    return [
      {
        code: 'plesk-door',
        path: ['plesk'],
        what: api === undefined ? 'neither api nor ssh says how Plesk is reached' : 'both api and ssh are named',
        why: 'every call goes through one door, so that one journal tells all of them',
        next: 'keep one of the two',
      },
    ];
  if (ssh === undefined || ssh.privateKey !== undefined || ssh.password !== undefined) return [];
  return [
    {
      code: 'plesk-credential',
      path: ['plesk', 'ssh'],
      what: 'neither privateKey nor password is named',
      next: 'add privateKey: file:PATH',
    },
  ];
}

function checkUse(contract: Partial<ClaraContract>): ContractProblem[] {
  const { panel, domains } = contract;
  if (panel === undefined || domains === undefined) return [];
  if (panel === 'plesk' && domains.some((domain) => isOwnDomain(contract, domain))) return [];
  return [
    {
      code: 'plesk-unused',
      path: ['plesk'],
      what:
        panel === 'plesk' ? 'no domain has its primary DNS on the own server' : `the panel of the server is ${panel}`,
      why: 'only such domains are changed or deleted in Plesk (CL2, CL3)',
      next: 'remove plesk, or correct panel and primaryDns',
    },
  ];
}

/** The way to Plesk must outlast the move. */
function checkPath({ plesk, additionalIp }: Partial<ClaraContract>): ContractProblem[] {
  const root = plesk?.api?.root;
  const host = root === undefined ? plesk?.ssh?.host : URL.canParse(root) ? new URL(root).hostname : undefined;
  if (host === undefined || additionalIp === undefined || host.replace(/^\[|\]$/g, '') !== additionalIp) return [];
  return [
    {
      code: 'plesk-over-additional-ip',
      path: root === undefined ? ['plesk', 'ssh', 'host'] : ['plesk', 'api', 'root'],
      what: `Plesk is reached by ${additionalIp}, which ends`,
      why: 'what is left to do could not be reached any more',
      next: 'use the main address of the server, or a name that has it',
    },
  ];
}
