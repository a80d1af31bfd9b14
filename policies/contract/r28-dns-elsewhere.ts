// R28: by whom a domain's DNS is run is read from its NS and SOA before anything is done: to change it at the wrong place changes
// nothing, and to delete it there may take away what others still serve.
import type { ClaraContract, ClaraDomain } from '../../scripts/clara-additional-ip/contract.ts';
import type { JsonObject } from '../../src/base/canonical-json.ts';
import type { Finding, Policy } from '../../src/teardown/policy.ts';

const WORDS: Readonly<Record<DnsPattern, string>> = {
  'own-server': 'the server itself (own-server, pattern A)',
  'other-company': 'another company (other-company, pattern B)',
  provider: 'Clara (provider, pattern C)',
  nobody: 'nobody',
};

export const dnsElsewhere: Policy = {
  refusal: 'R28',
  check({ contract, step, open, observe }) {
    // What has begun is not called back by whom the names lead to now.
    if (step.effects.length > 0 && open.length === 0) return [];
    const { domains } = contract as ClaraContract;
    return step.looks
      .filter(({ kind }) => kind === 'zone-authority')
      .flatMap((look): Finding[] => {
        const seen = observe(look);
        const domain = domains.find(({ name }) => name === look.id);
        if (seen.state !== 'present' || domain === undefined) return [];
        const found = patternOf(contract as ClaraContract, seen.facts);
        // Without a delegation nothing contradicts the contract.
        if (found === domain.primaryDns || found === 'nobody') return [];
        return [
          {
            refusal: 'R28',
            severity: 'error',
            what: `the DNS of ${look.id} is run by ${WORDS[found]}; the contract says ${domain.primaryDns}`,
            why: 'CL2, CL3: who runs it decides who changes it; a change at another place reaches nobody',
            next: `set primaryDns: ${found} for ${look.id} (or correct dns.zones), then kaiyaku amend CONTRACT`,
          },
        ];
      });
  },
};

/** Who runs it; `nobody`: no server above hands the domain out. */
export type DnsPattern = ClaraDomain['primaryDns'] | 'nobody';

interface Said {
  readonly ns: readonly string[];
  readonly mname?: string;
}

interface Authority {
  readonly parents: readonly Said[];
  readonly children: readonly Said[];
  readonly hosts: readonly { readonly name: string; readonly addresses: readonly string[] }[];
}

/** What the facts of `zone-authority` come to. One name server on the server itself is enough for A: its secondaries are Clara’s. */
export function patternOf(
  contract: Pick<ClaraContract, 'additionalIp' | 'mainIp' | 'dns'>,
  facts: JsonObject,
): DnsPattern {
  const { parents, children, hosts } = facts as unknown as Authority;
  const delegated = [...new Set(parents.flatMap(({ ns }) => ns))];
  if (delegated.length === 0) return 'nobody';
  const names = [...delegated, ...children.flatMap(({ mname }) => (mname === undefined ? [] : [mname]))];
  const { additionalIp, mainIp, dns } = contract;
  const own = hosts.filter(({ addresses }) => addresses.includes(additionalIp) || addresses.includes(mainIp));
  if (own.some(({ name }) => names.includes(name))) return 'own-server';
  const isTheirs = (name: string) =>
    (dns?.providerDomains ?? []).some((domain) => name === domain || name.endsWith(`.${domain}`));
  return names.every(isTheirs) ? 'provider' : 'other-company';
}
