// The whole teardown that is derived from every example contract, on both routes, as a text that is reviewed: a change of
// order, of an effect, of a guard or of a digest is seen. `npx vitest run test/teardown -u` writes it anew.
import { describe, expect, it } from 'vitest';
import { targetKey } from '../../src/executors/port.ts';
import { NO_HISTORY } from '../../src/teardown/provider.ts';
import { type Effect, effectDigest, type Step, type Teardown, teardownDigest } from '../../src/teardown/step.ts';
import { exampleContracts, teardownIn, type World, worldBefore } from '../policies/contract/example-world.ts';

const TODAY = '2026-06-01';
const contracts = await exampleContracts();

const partOf = ({ part, target, goal }: Effect['proof'][number]) => ({ part, at: targetKey(target), goal });

/** Everything of an effect, targets by their keys. */
const effectGolden = (effect: Effect) => ({
  id: effect.id,
  title: effect.title,
  digest: effectDigest(effect),
  args: effect.command.args,
  target: effect.command.target.label,
  expect: effect.command.target.expect,
  irreversible: effect.irreversible,
  repeatable: effect.repeatable,
  lasting: effect.lasting,
  proof: effect.proof.map(partOf),
  refuted: effect.refuted.map(partOf),
  proofWaitMs: effect.proofWaitMs,
  ...(effect.fresh === undefined ? {} : { fresh: effect.fresh }),
});

/** Everything of a step; of the source only where it is written, of evidence only its name. */
const stepGolden = ({ id, title, actor, after, effects, looks, probes, evidence, citation, ...rest }: Step) => ({
  id,
  title,
  actor,
  after,
  ...rest,
  citation: citation.section,
  evidence: evidence.map(({ name, kind, required }) => `${name}: ${kind}${required ? '' : ', optional'}`),
  looks: looks.map(targetKey),
  probes: probes.map(partOf),
  effects: effects.map(effectGolden),
});

/** JSON with one line for each effect and each field of a step: what changes is one line of a diff. */
function golden({ provider, route, steps }: Teardown): string {
  const fields = (one: object) =>
    Object.entries(one).map(([name, value]) => `      ${JSON.stringify(name)}: ${text(value)}`);
  const written = steps.map((one) => `    {\n${fields(stepGolden(one)).join(',\n')}\n    }`);
  const digest = teardownDigest({ provider, route, steps });
  const head = Object.entries({ provider, route, digest }).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{\n${head.join(',\n')},\n  "steps": [\n${written.join(',\n')}\n  ]\n}\n`;
}

const text = (value: unknown): string =>
  Array.isArray(value) && value.some((one) => typeof one === 'object')
    ? `[\n${value.map((one) => `        ${JSON.stringify(one)}`).join(',\n')}\n      ]`
    : JSON.stringify(value);

/** The world before anything is done, seen as the contract says. */
function worldOf(contract: (typeof contracts)[number], route: string): World {
  const { provider, content } = contract;
  const [first] = provider.teardownOf(
    content,
    provider.termsOf(content, NO_HISTORY, TODAY),
    NO_HISTORY,
    new Map(),
  ).steps;
  const world = worldBefore(contract, first!);
  return Object.assign(world, { todayOn: TODAY, history: { ...NO_HISTORY, route } });
}

describe('the derived teardown', () => {
  const cases = contracts
    .filter(({ provider }) => provider.id === 'sakura-fortigate')
    .flatMap((contract) => ['ordinary', 'disk'].map((route) => [contract.name, route, contract] as const));
  it.each(cases)('%s, %s route', async (name, route, contract) => {
    const file = `${name.split('/')[1]}${route === 'ordinary' ? '' : `.${route}`}.json`;
    const written = golden(teardownIn(worldOf(contract, route)));
    expect(() => void JSON.parse(written)).not.toThrow();
    await expect(written).toMatchFileSnapshot(`../golden/teardown/${file}`);
  });
});
