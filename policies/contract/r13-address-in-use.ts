// R13: an address that something still names is not released, unless that very reference is acknowledged.
import type { AltusContract } from '../../scripts/altus/contract.ts';
import type { ClaraContract } from '../../scripts/clara-additional-ip/contract.ts';
import type { CivilDate } from '../../src/calendar/civil-date.ts';
import type { Finding, Policy, PolicyContext } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';
import { namedInDns } from './named-in-dns.ts';
import { ownServerIds } from './own-server-ids.ts';

interface Reference {
  readonly what: string;
  readonly id: string;
  readonly name: string;
  readonly detail?: string;
}

export const addressInUse: Policy = {
  refusal: 'R13',
  check(context) {
    return [...references(context), ...traffic(context), ...names(context)];
  },
};

function references({ contract, step, observe, todayOn }: PolicyContext): Finding[] {
  const { services, waivers } = contract as SakuraFortigateContract;
  const looks = step.looks.filter((look) => look.kind === 'references');
  if (looks.length === 0) return [];
  const own = ownServerIds(services, observe);
  const acknowledged = new Set(
    waivers
      .filter((waiver) => waiver.refusal === 'R13' && (waiver.untilOn === undefined || todayOn <= waiver.untilOn))
      .map((waiver) => waiver.about),
  );
  const seenBefore = new Set<string>();
  return looks.flatMap((look) => {
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
}

/** Requests and connections that still come in on it. */
function traffic({ contract, step, open, observe, todayOn }: PolicyContext): Finding[] {
  if (open.length === 0) return [];
  const { waivers } = contract as ClaraContract;
  return step.looks
    .filter((look) => look.kind === 'address-traffic')
    .flatMap((look): Finding[] => {
      const seen = observe(look);
      if (seen.state !== 'present') return [];
      const { hits, connections, hours } = seen.facts as { hits: number; connections: number; hours: number };
      const about = `traffic to ${look.id}`;
      if (isWaived(waivers, about, todayOn) || (hits === 0 && connections === 0)) return [];
      return [
        {
          refusal: 'R13',
          severity: 'error',
          what: `${look.id} is still used: ${hits} requests within ${hours} hours, ${connections} connections now`,
          why: 'whoever comes by the address itself, or by a name that a resolver remembers, would reach nobody',
          next: `find out who it is; ${orWaive(about)}`,
          about,
        },
      ];
    });
}

/** Records of zones that are asked for at their own name servers. */
function names({ contract, step, open, observe, todayOn }: PolicyContext): Finding[] {
  if (step.effects.length > 0 && open.length === 0) return [];
  const { waivers } = contract as AltusContract;
  return step.looks
    .filter((look) => look.kind === 'address-use')
    .flatMap((look) => namedInDns(look, observe(look)))
    .filter(({ about }) => about === undefined || !isWaived(waivers, about, todayOn))
    .map(({ what, next, about }) => ({
      refusal: 'R13',
      severity: 'error',
      what,
      why: 'the address may be given to somebody else, who would receive what is meant for you',
      next: about === undefined ? next : `${next}; ${orWaive(about)}`,
      ...(about === undefined ? {} : { about }),
    }));
}

const isWaived = (waivers: AltusContract['waivers'], about: string, todayOn: CivilDate): boolean =>
  waivers.some(
    (one) => one.refusal === 'R13' && one.about === about && (one.untilOn === undefined || todayOn <= one.untilOn),
  );

const orWaive = (about: string): string =>
  `or acknowledge it: waivers: [{refusal: R13, about: "${about}", reason: …}], then kaiyaku amend CONTRACT`;
