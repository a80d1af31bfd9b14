// R17: an object that two contract files claim belongs to neither until `usedBy` says so.
import type { Target } from '../../src/executors/port.ts';
import type { DnsRecord } from '../../src/executors/sakura-api/command.ts';
import type { Policy } from '../../src/teardown/policy.ts';

export const claimedTwice: Policy = {
  refusal: 'R17',
  check({ open, claimedBy }) {
    return open.flatMap(({ command }) => {
      const others = [...new Set(namesOf(command.target).flatMap((name) => claimedBy.get(name) ?? []))];
      if (others.length === 0) return [];
      return {
        refusal: 'R17' as const,
        severity: 'error' as const,
        what: `${command.target.label} is also claimed by ${others.join(', ')}`,
        why: 'one of the two would lose it without having ended',
        next: 'list it in one contract only, or name the other in usedBy of the one that ends first',
        about: command.target.id,
      };
    });
  },
};

/** A contract on CloudStack claims by name and address; the ids were found later. Of a DNS zone only records are claimed. */
function namesOf({ executor, kind, id, expect }: Target): string[] {
  if (kind === 'dns-zone')
    return (expect['records'] as unknown as DnsRecord[]).map(({ name, type, data }) => `${id}/${name}/${type}/${data}`);
  if (executor !== 'cloudstack-api') return [id];
  return [id, expect['name'], expect['address']].filter((name) => typeof name === 'string');
}
