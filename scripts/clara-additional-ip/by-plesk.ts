// The steps that kaiyaku carries out itself where the contract has a `plesk` section: back up a domain and read the backup back,
// move it to the main address, or delete it; and the last look that nothing is on the additional address. What a person would file
// falls away, because Plesk is asked. Pure.
import { pleskCommand } from '../../src/executors/plesk/command.ts';
import type { History } from '../../src/teardown/provider.ts';
import { byKaiyaku, effect, step, type Effect, type Step } from '../../src/teardown/step.ts';
import { windowFrom, type Context } from './context.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';
import { citeRule } from './explain.ts';
import type { DomainWork } from './order.ts';
import {
  addressTarget,
  backupFileTarget,
  deletedTarget,
  domainBackupTarget,
  movingTarget,
  serverTarget,
  zoneTarget,
} from './plesk-targets.ts';

/** A contract with the section. */
export type PleskContract = ClaraContract & { readonly plesk: NonNullable<ClaraContract['plesk']> };

/** What these step functions are given. */
export interface PleskContext {
  readonly contract: PleskContract;
  readonly history: History;
  /** The step as a person would do it: its place, its days and its citation stay. */
  readonly byPerson: Step;
}

const HOUR_MS = 3_600_000;
/** Web servers are configured again, one site after the other. */
const PROOF_WAIT_MS = 900_000;

/** That work of that domain as kaiyaku’s own. */
export function stepByPlesk(context: PleskContext, work: DomainWork, domain: ClaraDomain): Step {
  if (work === 'back-up') return backUp(context, domain);
  return work === 'change' ? change(context, domain) : remove(context, domain);
}

function ours({ contract, byPerson }: PleskContext, own: Pick<Step, 'effects' | 'guards'> & Partial<Step>): Step {
  return byKaiyaku(byPerson, { looks: [serverTarget(contract)], ...own });
}

/** CL2, CL3: before anything is changed; read back at once, and once more right before a deletion. */
function backUp(context: PleskContext, domain: ClaraDomain): Step {
  const { contract, history, byPerson } = context;
  const { fate, notBefore } = domain;
  const backup = backupOf(contract, domain);
  const path = history.receipts[backup.id]?.['path'];
  return ours(context, {
    // What the contract declares beside it is saved as well.
    effects: [backup, ...byPerson.effects],
    guards: ['R07'],
    // What is deleted later goes on changing until then.
    window: fate === 'delete' && notBefore !== undefined ? { ...byPerson.window, fromOn: notBefore } : byPerson.window,
    probes:
      typeof path === 'string'
        ? [
            {
              part: `the backup of ${domain.name} can be read back`,
              target: backupFileTarget(path),
              goal: { is: 'facts', equal: { readable: true } },
            },
          ]
        : [],
  });
}

function backupOf({ plesk: { backup } }: PleskContract, domain: ClaraDomain): Effect {
  return effect({
    step: `back-up:${domain.name}`,
    title: `back up ${domain.name} in Plesk, and read the backup back`,
    command: pleskCommand('back-up', domainBackupTarget(domain), { to: backup.to }),
    // That an older backup can be read says nothing about this one, so the receipt is the proof.
    goal: { is: 'receipt', equal: { verified: true, domain: domain.name } },
    // A move loses nothing, so its backup does not grow old.
    ...(domain.fate === 'delete'
      ? { fresh: { forMs: backup.maxAgeHours * HOUR_MS, untilStep: `delete:${domain.name}` } }
      : {}),
  });
}

/** CL3: web and mail; then no record of its zone names the additional address, those of a person’s own hand included. */
function change(context: PleskContext, domain: ClaraDomain): Step {
  const { contract } = context;
  const { additionalIp, mainIp } = contract;
  return ours(context, {
    effects: [
      effect({
        step: context.byPerson.id,
        title: `move ${domain.name} from ${additionalIp} to ${mainIp} in Plesk, web and mail`,
        command: pleskCommand('move', movingTarget(contract, domain)),
        goal: { is: 'facts', equal: { stillOn: [], onMain: true } },
        proofWaitMs: PROOF_WAIT_MS,
      }),
    ],
    guards: ['R07', 'R17', 'R20', 'R26'],
    probes: [
      {
        part: `no record of ${domain.name} in Plesk names ${additionalIp}`,
        target: zoneTarget(contract, domain),
        goal: { is: 'facts', equal: { mentions: [] } },
      },
    ],
  });
}

/** CL2: web content, databases and mail go along; there is no undo. */
function remove(context: PleskContext, domain: ClaraDomain): Step {
  const { contract, history } = context;
  const path = history.receipts[backupOf(contract, domain).id]?.['path'];
  return ours(context, {
    effects: [
      effect({
        step: context.byPerson.id,
        title: `delete ${domain.name} in Plesk: web content, databases, mail and zone`,
        command: pleskCommand('remove', deletedTarget(contract, domain)),
        proofWaitMs: PROOF_WAIT_MS,
        ...(typeof path === 'string' ? { late: { backup: path } } : {}),
      }),
    ],
    guards: ['R04', 'R07', 'R11', 'R17', 'R20', 'R26'],
  });
}

/** CL1: whatever hangs on the address, also what the contract does not name, has left it before the form is sent. */
export function addressUnused(context: Context): Step {
  const { contract, place } = context;
  return step({
    id: place.id,
    title: `see that Plesk has nothing on ${contract.additionalIp} any more`,
    actor: 'kaiyaku',
    after: place.after,
    window: windowFrom(context, 'CL1: before the form'),
    lateRule: 'CL7',
    looks: [serverTarget(contract)],
    guards: ['R07'],
    probes: [
      {
        part: `no site and no pool of Plesk is on ${contract.additionalIp}`,
        target: addressTarget(contract),
        goal: { is: 'facts', equal: { hits: [] }, orAbsent: true },
      },
    ],
    citation: citeRule('CL1'),
  });
}
