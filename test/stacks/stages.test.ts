// Every stage of a teardown, from the notice to the end: the stack before it, and the two documents that Terraform is given for it,
// against the schema of the provider and as golden files. To write these again, and read the diff: npx vitest run test/stacks -u
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isTerraformRemoval, TERRAFORM_KINDS } from '../../src/executors/terraform/command.ts';
import type { StageObject } from '../../src/executors/terraform/stage/exact.ts';
import { stageDocument } from '../../src/synth-stack.ts';
import type { ProviderVersion } from '../../stacks/binding.ts';
import { estateOf } from '../../stacks/estate.ts';
import { synthesize } from '../../stacks/synth.ts';
import { effectsOf, fortigateExamples, moment, type Example } from './moments.ts';
import { type Document, problemsOf, schemaOf } from './schema-check.ts';

const VERSIONS: readonly ProviderVersion[] = [2, 3];
const examples = await fortigateExamples();
/** Has an object of every kind that ends; a DNS zone does not. */
const WHOLE = 'no-term';

interface Stage {
  readonly effect: string;
  /** What the stack forgets when it is proven. */
  readonly forgets: readonly string[];
  readonly state: string;
  readonly takeOver: Document;
  readonly deletion: Document;
}

/** In the order of the teardown; `before` and after each proof the whole stack is checked. */
async function stagesOf(example: Example, version: ProviderVersion): Promise<Stage[]> {
  const { name, contract } = example;
  const effects = effectsOf(example);
  const { external } = estateOf(contract);
  const isTheirs = ({ kind, id }: StageObject) => external.some((one) => one.kind === kind && one.id === id);
  const stackAfter = (count: number) => {
    const journal = moment(effects.slice(0, count));
    const made = synthesize({ name, contract, journal, journalFile: 'journal.jsonl' }, version);
    expect(problemsOf(made.terraform as unknown as Document, schemaOf(version)), `after ${count} effects`).toEqual([]);
    return made;
  };
  let forgotten = stackAfter(0).forgotten;
  const stages: Stage[] = [];
  for (const [at, effect] of effects.entries()) {
    const before = forgotten;
    forgotten = stackAfter(at + 1).forgotten;
    const object = objectOf(effect);
    if (object === undefined || isTheirs(object)) continue;
    const state = `${object.kind}.${object.id}`;
    const [takeOver, deletion] = await Promise.all(
      [
        { objects: [object], state },
        { objects: [], state },
      ].map(async (stage) => {
        const { terraform } = await stageDocument({ name, content: contract }, version, stage);
        return terraform as unknown as Document;
      }),
    );
    const forgets = forgotten.filter((one) => !before.includes(one));
    stages.push({ effect, forgets, state, takeOver: takeOver!, deletion: deletion! });
  }
  return stages;
}

/** Of what Terraform carries out. */
function objectOf(effect: string): StageObject | undefined {
  const [, verb = '', kind = '', zone = '', id = ''] =
    /\/([\w-]+):sakura-api:([\w-]+):(\w+):([\d.]+)$/.exec(effect) ?? [];
  return isTerraformRemoval(verb, kind) ? ({ kind, id, zone } as StageObject) : undefined;
}

describe.each(examples)('$name', (example) => {
  test.each(VERSIONS)(
    'every stack and stage fits the schema; the one object comes, then goes: provider %i',
    async (version) => {
      const schema = schemaOf(version);
      const stages = await stagesOf(example, version);
      expect(stages.length).toBeGreaterThan(0);
      for (const { takeOver, deletion, state, forgets } of stages) {
        expect(problemsOf(takeOver, schema)).toEqual([]);
        expect(problemsOf(deletion, schema)).toEqual([]);
        const { resource = {}, import: imports = [], ...rest } = takeOver;
        expect(Object.values(resource).flatMap((blocks) => Object.keys(blocks))).toHaveLength(1);
        expect(imports.map(({ to }) => to)).toEqual(forgets);
        expect(deletion).toEqual(rest);
        expect(deletion.terraform.backend).toEqual({ local: { path: `${state}.tfstate` } });
      }
    },
  );
});

test.each(VERSIONS)('the stages of a whole estate are the golden file: provider %i', async (version) => {
  const stages = await stagesOf(
    examples.find(({ name }) => name === WHOLE)!,
    version,
  );
  const kinds = new Set(stages.map(({ effect }) => objectOf(effect)!.kind));
  expect([...kinds, 'dns-zone'].toSorted()).toEqual([...TERRAFORM_KINDS].toSorted());
  const { terraform, ...deletion } = stages[0]!.deletion;
  const golden = {
    // The same in every stage, but for its state.
    deletion: { terraform: { ...terraform, backend: { local: { path: 'STATE' } } }, ...deletion },
    stages: stages.map(({ effect, forgets, state, takeOver: { resource, import: imports } }) => ({
      effect,
      state,
      takeOver: { resource, import: imports },
      forgets,
    })),
  };
  const file = join(import.meta.dirname, '..', 'golden', 'stages', `v${version}.json`);
  await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot(file);
});

test.each(VERSIONS)('a document that does not fit is told, word by word: provider %i', async (version) => {
  const schema = schemaOf(version);
  const stages = await stagesOf(
    examples.find(({ name }) => name === WHOLE)!,
    version,
  );
  const stage = stages.find(({ state }) => state.startsWith('subnet.'));
  const [type = '', name = ''] = stage!.forgets[0]!.split('.');
  const broken = (change: (document: Document, block: Record<string, unknown>) => void): string[] => {
    const document = structuredClone(stage!.takeOver);
    change(document, document.resource![type]![name]!);
    return problemsOf(document, schema);
  };
  const at = `${type}.${name}`;
  expect(broken((_, block) => delete block['zone'])).toEqual([]);
  expect(broken((_, block) => delete block['next_hop'])).toEqual([`${at}: next_hop is missing`]);
  expect(broken((_, block) => (block['netmask'] = '28'))).toEqual([`${at}: netmask is not "number"`]);
  expect(broken((_, block) => (block['nextHop'] = 'x'))).toEqual([`${at}: nextHop cannot be set`]);
  expect(broken((_, block) => (block['min_ip_address'] = 'x'))).toEqual([`${at}: min_ip_address cannot be set`]);
  expect(broken((_, block) => (block['internet_id'] = '${sakura_internet.x.id}'))).toHaveLength(1);
  expect(broken((_, block) => (block['lifecycle'] = {}))).toEqual([`${at} is not protected`]);
  expect(broken((_, block) => (block['provider'] = 'sakura.mars'))).toEqual([`${at} by sakura.mars`]);
  expect(broken((document) => Object.assign(document, { output: {} }))).toEqual(['document: no output there']);
  expect(broken((document) => Object.assign(document, { import: [{ to: 'x.y' }] }))).toHaveLength(3);
  const removed = [{ from: `${type}.z`, lifecycle: { destroy: true } }];
  expect(broken((document) => Object.assign(document, { removed }))).toEqual([`removed ${type}.z may destroy`]);
});
