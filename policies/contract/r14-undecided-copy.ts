// R14: every copy of the licensed disk (archive, clone, auto-backup, in any zone) must be decided before the disk goes.
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

interface Copy {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly zone: string;
}

export const undecidedCopy: Policy = {
  refusal: 'R14',
  check({ contract, step, teardown, observe }) {
    const { estate, services } = contract as SakuraFortigateContract;
    const ends = new Map(
      // An item that another contract still uses stays, whatever its fate says here.
      estate.flatMap((item) =>
        'id' in item ? [[item.id, item.fate === 'delete' && item.usedBy.length === 0] as const] : [],
      ),
    );
    for (const service of services) for (const disk of service.disks) ends.set(disk.id, true);
    return step.looks
      .filter((look) => look.kind === 'copies')
      .flatMap((look) => {
        const seen = observe(look);
        const copies = seen.state === 'present' ? (seen.facts['copies'] as unknown as Copy[]) : [];
        const owner = services.find((service) => service.disks.some((disk) => disk.id === look.id));
        const onlyByDisk =
          teardown.route === 'disk' || owner?.fortigate.reset === 'none' || isNamed(teardown.route, owner);
        return copies.flatMap((copy): Finding[] => {
          const goes = ends.get(copy.id);
          if (goes === undefined) return [refused(copy, 'is not decided by the contract')];
          if (!goes && onlyByDisk)
            return [refused(copy, 'stays, but where the FortiGate is not reset no copy may be left (SF8)')];
          return [];
        });
      });
  },
};

/** `disk:SERIAL,…`: the devices that are not reset. */
const isNamed = (route: string, owner: SakuraFortigateContract['services'][number] | undefined): boolean =>
  owner !== undefined &&
  route.startsWith('disk:') &&
  route.slice('disk:'.length).split(',').includes(owner.fortigate.serial);

const refused = (copy: Copy, why: string): Finding => ({
  refusal: 'R14',
  severity: 'error',
  what: `${copy.kind} ${copy.name} (${copy.id}, ${copy.zone}) is a copy of the licensed disk and ${why}`,
  why: 'a copy holds the configuration, the keys and the licence; using it after the end breaches the contract (SF9)',
  next: 'list it in the estate with fate delete, or keep and a reason; then kaiyaku amend CONTRACT',
  about: copy.id,
});
