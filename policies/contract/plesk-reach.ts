// R26 of a contract with Plesk: what the server does not offer, and a move that Plesk does not know, is said before the first effect.
import type { JsonObject } from '../../src/base/canonical-json.ts';
import type { Target } from '../../src/executors/port.ts';
import type { Finding, PolicyContext } from '../../src/teardown/policy.ts';

export function pleskReach({ step, open, observe }: PolicyContext): Finding[] {
  const left = open.filter(({ command }) => observe(command.target).state !== 'absent');
  if (left.length === 0) return [];
  const factsOf = (target: Target): JsonObject => {
    const seen = observe(target);
    return seen.state === 'present' ? seen.facts : {};
  };
  return [
    ...step.looks.flatMap((look) => lackingIn(factsOf(look))),
    ...left
      .filter(({ command }) => command.verb === 'move')
      .flatMap(({ command: { target } }) => addOn(target.id, factsOf(target))),
  ];
}

function lackingIn({ lacking = [] }: JsonObject): Finding[] {
  return (lacking as readonly string[]).map((utility) => ({
    refusal: 'R26',
    severity: 'error',
    what: `the Plesk server offers no utility ${utility}`,
    why: 'the domain could then be neither changed nor proven changed',
    next: `use a key that may call it, ${BY_PERSON}`,
  }));
}

const BY_PERSON = 'or take plesk out of the contract and kaiyaku amend CONTRACT: then persons do these steps';

function addOn(name: string, { subscription, subscriptionOf }: JsonObject): Finding[] {
  if (subscription !== false) return [];
  const owner = typeof subscriptionOf === 'string' ? subscriptionOf : 'its subscription';
  return [
    {
      refusal: 'R26',
      severity: 'error',
      what: `${name} is an add-on domain: it is on the addresses of ${owner}`,
      why: 'Plesk moves a subscription with all its sites, and no add-on domain by itself',
      next: `have ${owner} moved first: list it as a domain of this contract, ${BY_PERSON}`,
    },
  ];
}
