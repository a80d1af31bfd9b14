// R04 of a contract with Plesk: a subscription is removed with every site in it; one that is not to go must not go along.
import type { Finding, PolicyContext } from '../../src/teardown/policy.ts';

export function unlistedSites({ open, observe }: PolicyContext): Finding[] {
  return open
    .filter(({ command }) => command.target.executor === 'plesk' && command.verb === 'remove')
    .flatMap(({ command: { target } }) => {
      const seen = observe(target);
      const others = seen.state === 'present' ? (seen.facts['otherSites'] as readonly string[] | undefined) : [];
      return (others ?? []).map((name) => refused(name, target.id));
    });
}

const refused = (name: string, subscription: string): Finding => ({
  refusal: 'R04',
  severity: 'error',
  what: `${name} is, or may be, a site of the subscription ${subscription}, and would be deleted with it`,
  why: 'Plesk removes a subscription with web content, databases and mail of every site in it',
  next: `move ${name} to another subscription, or have it deleted by its own step first`,
  about: name,
});
