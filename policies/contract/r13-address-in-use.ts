// R13: an address that something still names is not released, unless that very reference is acknowledged.
import type { Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';
import { ownServerIds } from './own-server-ids.ts';

interface Reference {
  readonly what: string;
  readonly id: string;
  readonly name: string;
  readonly detail?: string;
}

export const addressInUse: Policy = {
  refusal: 'R13',
  check({ contract, step, observe, todayOn }) {
    const { services, waivers } = contract as SakuraFortigateContract;
    const own = ownServerIds(services, observe);
    const acknowledged = new Set(
      waivers
        .filter((waiver) => waiver.refusal === 'R13' && (waiver.untilOn === undefined || todayOn <= waiver.untilOn))
        .map((waiver) => waiver.about),
    );
    const seenBefore = new Set<string>();
    return step.looks
      .filter((look) => look.kind === 'references')
      .flatMap((look) => {
        const seen = observe(look);
        const references = seen.state === 'present' ? (seen.facts['references'] as unknown as Reference[]) : [];
        return references
          .filter((one) => !own.has(one.id) && !acknowledged.has(one.what) && !seenBefore.has(one.what))
          .map((one) => {
            seenBefore.add(one.what);
            return {
              refusal: 'R13' as const,
              severity: 'error' as const,
              what: `${one.what} still uses ${look.id}${one.detail === undefined || one.detail === look.id ? '' : ` (${one.detail})`}`,
              why: 'the address may be given to somebody else, who would receive what is meant for you',
              next: `${one.what.startsWith('dns:') ? 'list it under `dns`, or change it' : 'change it'}, or acknowledge it: waivers: [{refusal: R13, about: "${one.what}", reason: …}], then kaiyaku amend CONTRACT`,
              about: one.what,
            };
          });
      });
  },
};
