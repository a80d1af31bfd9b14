// R22: a FortiGate is not reset while another one, still to be reset, is reached through it. (Licence copies that lie behind
// a device come before its reset by the order of the teardown.)
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

export const pathLost: Policy = {
  refusal: 'R22',
  check({ contract, open, todayOn }) {
    const { services, waivers } = contract as SakuraFortigateContract;
    const waived = (about: string) =>
      waivers.some(
        (one) => one.refusal === 'R22' && one.about === about && (one.untilOn === undefined || todayOn <= one.untilOn),
      );
    const resets = open
      .filter((effect) => effect.command.verb === 'factory-reset')
      .map((effect) => effect.command.target.id);
    const inOrder = resets.flatMap((serial) => services.filter((service) => service.fortigate.serial === serial));
    return inOrder.flatMap((first, at): Finding[] =>
      inOrder
        .slice(at + 1)
        .filter(({ fortigate }) => fortigate.via !== undefined && namesOf(first).includes(fortigate.via))
        .filter(({ fortigate }) => !waived(fortigate.hostname))
        .map(({ fortigate }) => ({
          refusal: 'R22',
          severity: 'error',
          what: `${fortigate.hostname} is reached through ${first.fortigate.hostname}, which would be reset first`,
          why: 'after that nobody could reset it over SSH, and only the disk route would be left',
          next: `give ${fortigate.hostname} another management path (fortigate.via), then kaiyaku amend CONTRACT`,
          about: fortigate.hostname,
        })),
    );
  },
};

const namesOf = ({ fortigate, server }: SakuraFortigateContract['services'][number]): string[] => [
  fortigate.hostname,
  fortigate.serial,
  server.id,
  server.name,
];
