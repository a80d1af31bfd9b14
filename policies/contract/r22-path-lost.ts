// R22: a FortiGate is not reset while another one, still to be reset, is reached through it, nor by a runner that stands
// behind it. (Licence copies that lie behind a device come before its reset by the order of the teardown.)
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

export const pathLost: Policy = {
  refusal: 'R22',
  check({ contract, open, todayOn }) {
    const { services, waivers, runner } = contract as SakuraFortigateContract;
    const waived = (about: string) =>
      waivers.some(
        (one) => one.refusal === 'R22' && one.about === about && (one.untilOn === undefined || todayOn <= one.untilOn),
      );
    const resets = open
      .filter((effect) => effect.command.verb === 'factory-reset')
      .map((effect) => effect.command.target.id);
    const inOrder = resets.flatMap((serial) => services.filter((service) => service.fortigate.serial === serial));
    const between = inOrder.flatMap((first, at): Finding[] =>
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
    return waived('runner') ? between : [...between, ...runnerCutOff(inOrder, runner?.via)];
  },
};

/** After the reset nobody here could prove it, release the addresses or destroy the server. */
function runnerCutOff(inOrder: readonly Service[], via: string | undefined): Finding[] {
  return inOrder
    .filter((service) => via !== undefined && namesOf(service).includes(via))
    .map(({ fortigate }) => ({
      refusal: 'R22',
      severity: 'error',
      what: `kaiyaku itself runs behind ${fortigate.hostname} (runner.via), which would be reset`,
      why: 'after that the reset could not be proven, and nothing that comes later could be done from there',
      next: 'run kaiyaku from a place with another way to the API, take runner out, then kaiyaku amend CONTRACT',
      about: 'runner',
    }));
}

type Service = SakuraFortigateContract['services'][number];

const namesOf = ({ fortigate, server }: Service): string[] => [
  fortigate.hostname,
  fortigate.serial,
  server.id,
  server.name,
];
