// R25: `factoryreset2` keeps the network and leaves `admin` without a password, so a packet filter must be in front of it.
import type { Policy } from '../../src/teardown/policy.ts';
import type { SakuraFortigateContract } from '../../scripts/sakura-fortigate/contract.ts';

export const openFactoryDefault: Policy = {
  refusal: 'R25',
  check({ contract, observe }) {
    return (contract as SakuraFortigateContract).services.flatMap(({ server, fortigate }) => {
      if (fortigate.resetCommand !== 'factoryreset2' || fortigate.reset !== 'ssh') return [];
      const seen = observe({ executor: 'sakura-api', kind: 'server', zone: server.zone, id: server.id });
      const interfaces =
        seen.state === 'present' ? (seen.facts['interfaces'] as { packetFilterId: string | null }[]) : [];
      if (interfaces.length > 0 && interfaces.every((one) => one.packetFilterId !== null)) return [];
      return {
        refusal: 'R25' as const,
        severity: 'error' as const,
        what: `factoryreset2 would leave ${fortigate.hostname} without a password on a reachable address`,
        why: 'it keeps the interfaces and clears the passwords; anybody may log in',
        next: 'put a packet filter on every interface of the server, or use factoryreset-shutdown',
      };
    });
  },
};
