// R26: what the key may not do, and what the API would refuse in the end, is said before the first effect: nothing is begun
// that could be neither finished nor proven.
import type { AltusContract } from '../../scripts/altus/contract.ts';
import type { JsonObject } from '../../src/base/canonical-json.ts';
import type { Finding, Policy, PolicyContext } from '../../src/teardown/policy.ts';
import type { Effect } from '../../src/teardown/step.ts';
import { pleskReach } from './plesk-reach.ts';

export const outOfReach: Policy = {
  refusal: 'R26',
  check(context) {
    const { provider, step, open, observe } = context;
    if (provider === 'clara-additional-ip') return pleskReach(context);
    // What is so already is only recorded.
    const left = open.filter(({ command }) => observe(command.target).state !== 'absent');
    return step.looks.flatMap((look) => {
      const seen = observe(look);
      if (left.length === 0 || seen.state !== 'present') return [];
      if (look.kind === 'account') return ofKey(context, left, seen.facts);
      return look.kind === 'estate' ? [...ofMachines(left, seen.facts), ...ofAddresses(left, seen.facts)] : [];
    });
  },
};

/** Asked while servers are still to be expunged, also of the steps before. */
function ofKey({ contract, step }: PolicyContext, left: readonly Effect[], facts: JsonObject): Finding[] {
  const { servers } = contract as AltusContract;
  const ahead =
    step.id === 'expunge-servers' ? left.some(({ command }) => command.verb === 'expunge') : servers.length > 0;
  if (!ahead) return [];
  return [
    ...(facts['seesDestroyed'] === false
      ? [
          refused(
            'the API key sees no destroyed machines (allow.user.view.destroyed.vm)',
            'a server that is only Destroyed would look like one that is gone, and may still be billed',
            `ask the provider to allow it, ${BY_PERSON}`,
          ),
        ]
      : []),
    ...(facts['mayExpunge'] === false
      ? [
          refused(
            'the API key has no right to expunge (allow.user.expunge.recover.vm)',
            'the servers would be left Destroyed, and the package not cancelled (AL6)',
            `ask the provider to allow it, ${BY_PERSON}`,
          ),
        ]
      : []),
  ];
}

const BY_PERSON = 'or take api out of the contract and kaiyaku amend CONTRACT: then persons do these steps';

function ofMachines(left: readonly Effect[], facts: JsonObject): Finding[] {
  const machines = facts['machines'] as unknown as { id: string; name: string; deleteProtected: boolean }[];
  return machines
    .filter(({ id, deleteProtected }) => deleteProtected && acts(left, 'destroy', id))
    .map(({ id, name }) =>
      refused(
        `server ${name} (${id}) is protected against deletion`,
        'somebody protected it for a reason',
        'let the person who knows why lift the protection',
      ),
    );
}

const KEPT = [
  ['sourceNat', 'the source-NAT address of its network: it goes with the network, and is the way out of every server'],
  ['system', 'an address of the system'],
  ['portable', 'a portable address: it can be moved to other networks'],
] as const;

function ofAddresses(left: readonly Effect[], facts: JsonObject): Finding[] {
  const addresses = facts['addresses'] as unknown as ({ id: string; address: string } & Record<string, unknown>)[];
  return addresses
    .filter(({ id }) => acts(left, 'release-address', id))
    .flatMap((one) =>
      KEPT.filter(([flag]) => one[flag] === true).map(([, what]) =>
        refused(
          `${one.address} (${one.id}) is ${what}`,
          'it is not released by itself (AL5)',
          'take it off addresses (and kaiyaku amend CONTRACT), and ask the partner which addresses were meant',
        ),
      ),
    );
}

const acts = (left: readonly Effect[], verb: string, id: string): boolean =>
  left.some(({ command }) => command.verb === verb && command.target.id === id);

const refused = (what: string, why: string, next: string): Finding => ({
  refusal: 'R26',
  severity: 'error',
  what,
  why,
  next,
});
