// The steps that kaiyaku carries out itself where the contract has an `api`: rules, addresses, servers, and what outlives
// them. Destroyed is not gone: a server is done when it was expunged and a list that can show destroyed ones lacks it.
import { addDays, type CivilDate, earlierOf } from '../../src/calendar/civil-date.ts';
import { cloudStackCommand, type CloudStackVerb } from '../../src/executors/cloudstack-api/command.ts';
import type { Target } from '../../src/executors/port.ts';
import { byKaiyaku, effect, type Effect, type ProofPart, type Step } from '../../src/teardown/step.ts';
import { type ApiView, addressesOf, rulesOn, serversOf } from './api-view.ts';
import { calledBy } from './api-names.ts';
import {
  accountTarget,
  addressesTarget,
  addressTarget,
  estateTarget,
  machineTarget,
  type Named,
  serversTarget,
  storageTarget,
} from './api-targets.ts';
import { windowOf } from './context.ts';
import { addressUses } from './dns-look.ts';
import { destroyServers, expungeServers, releaseAddresses } from './take-down.ts';

const GUARDS = ['R01', 'R06', 'R07', 'R17', 'R20', 'R21', 'R26'] as const;

const looksOf = ({ contract }: ApiView): Target[] => [accountTarget(contract), estateTarget(contract)];

/** What these steps have in common. */
function ours(view: ApiView, byPerson: Step, own: Pick<Step, 'effects'> & Partial<Step>): Step {
  return byKaiyaku(byPerson, { looks: looksOf(view), guards: [...GUARDS], ...own });
}

const act = (stepId: string, title: string, verb: CloudStackVerb, target: Target, name: string): Effect =>
  calledBy(name, effect({ step: stepId, title, command: cloudStackCommand(verb, target) }));

const nothingLeft = (part: string, target: Target): ProofPart => ({
  part,
  target,
  goal: { is: 'facts', equal: { hits: [], seesDestroyed: true } },
});

/** AL5: rules first, one by one, so that each has its own evidence; then the address. */
export function releaseAddressesByApi(view: ApiView): Step {
  const byPerson = releaseAddresses(view);
  const { items, ...addresses } = addressesOf(view);
  // A server that is not found stops already here: afterwards no name can be taken off the contract any more (R23).
  const problem = addresses.problem ?? serversOf(view).problem;
  const uses = addressUses(view.contract);
  return ours(view, byPerson, {
    effects: items.flatMap((address) => [
      ...rulesOn(view, address).map(({ kind, target }) =>
        kind === 'static-nat'
          ? act(byPerson.id, `disable ${target.label}`, 'disable-static-nat', target, address.name)
          : act(byPerson.id, `delete ${target.label}`, 'delete-rule', target, address.name),
      ),
      act(byPerson.id, `release ${address.name}`, 'release-address', addressTarget(address), address.name),
    ]),
    looks: [...looksOf(view), ...uses],
    guards: ['R04', ...(uses.length === 0 ? [] : (['R13'] as const)), ...GUARDS],
    probes: [
      {
        part: 'none of the addresses is the account’s any more',
        target: addressesTarget(view.contract),
        goal: { is: 'facts', equal: { hits: [] } },
      },
    ],
    ...(problem === undefined ? {} : { unreadable: problem }),
  });
}

/** AL6, the first time. One that somebody expunged meanwhile is destroyed as well. */
export function destroyServersByApi(view: ApiView): Step {
  const byPerson = destroyServers(view);
  const { items, problem } = serversOf(view);
  return ours(view, byPerson, {
    effects: items.map((server) => destruction(byPerson.id, server)),
    guards: ['R04', ...GUARDS],
    ...(problem === undefined ? {} : { unreadable: problem }),
  });
}

const destruction = (stepId: string, server: Named): Effect =>
  calledBy(
    server.name,
    effect({
      step: stepId,
      title: `destroy ${server.name} (it can be recovered for about a day)`,
      command: cloudStackCommand('destroy', machineTarget(server)),
      goal: { is: 'facts', equal: { state: 'Destroyed' }, orAbsent: true },
      // Nothing promises that it can be recovered.
      irreversible: true,
    }),
  );

/** AL6, the second time; then volumes and snapshots, which no server takes along. */
export function expungeServersByApi(view: ApiView): Step {
  const { contract, terms, place } = view;
  const byPerson = expungeServers(view);
  const { items, problem } = serversOf(view);
  return ours(view, byPerson, {
    effects: [
      ...items.map((server) => ({
        ...act(place.id, `expunge ${server.name}`, 'expunge', machineTarget(server), server.name),
        provenBeside: true as const,
      })),
      ...contract.api.storage
        .filter(({ fate }) => fate === 'delete')
        .map((item) => {
          const command = cloudStackCommand('delete', storageTarget(item));
          return effect({ step: place.id, title: `delete ${item.kind} ${item.name}`, command });
        }),
    ],
    probes: [nothingLeft('no server, volume or snapshot of that name left', serversTarget(contract))],
    window: windowOf(terms, place.id, 'AL6: some time after they were destroyed', cooledOn(view)),
    ...(problem === undefined ? {} : { unreadable: problem }),
  });
}

/** Counted from the last proof before the first expunge: what comes later must not put the others off. */
function cooledOn({ contract, terms, history, place }: ApiView): CivilDate | undefined {
  const destroyed = history.effects.some((id) => id.startsWith('destroy-servers/'));
  const begun = history.effects.some((id) => id.startsWith(`${place.id}/`));
  if (!destroyed || begun || history.lastVerifiedOn === undefined) return contract.serviceEndsOn;
  const cooled = addDays(history.lastVerifiedOn, contract.coolDownDays);
  return earlierOf(cooled, terms.governingEndsOn ?? cooled);
}

/** AL8: the person's word, and once more a look for everything that the contract names. */
export const withSweep = (view: ApiView, close: Step): Step => ({
  ...close,
  probes: [nothingLeft('nothing of the package left in the account', estateTarget(view.contract))],
});
