// The stacks against what they promise: golden files of every example at several moments, protection on every block, whatever was
// proved, and no word of a credential. stages.test.ts holds them against the providers' schemas.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProviderVersion } from '../../stacks/binding.ts';
import { synthesize } from '../../stacks/synth.ts';
import { effectsOf, fortigateExamples, moment, notOpened, type Example } from './moments.ts';
import { type Document, problemsOf, schemaOf } from './schema-check.ts';

const examples = await fortigateExamples();
const VERSIONS: readonly ProviderVersion[] = [2, 3];
const input = ({ name, contract }: Example, journal = notOpened()) => ({
  name,
  contract,
  journal,
  journalFile: `../.kaiyaku/${name}/journal.jsonl`,
});

const blocksOf = ({ resource = {} }: Document) =>
  Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, block]) => ({ type, address: `${type}.${name}`, block })),
  );

describe.each(examples)('$name', (example) => {
  const effects = effectsOf(example);
  const deletions = effects.filter((id) => /\/(?:delete|clear-ptr):sakura-api:/.test(id));
  const moments = [
    ['before', notOpened()],
    ['half', moment(deletions.slice(0, Math.ceil(deletions.length / 2)))],
    ['after', moment(effects)],
  ] as const;

  test.each(VERSIONS.flatMap((version) => moments.map(([when, journal]) => ({ version, when, journal }))))(
    'is the golden file: provider $version, $when',
    async ({ version, when, journal }) => {
      const { terraform } = synthesize(input(example, journal), version);
      await expect(`${JSON.stringify(terraform, null, 2)}\n`).toMatchFileSnapshot(
        join(import.meta.dirname, '..', 'golden', 'stacks', `${example.name}-v${version}-${when}.tf.json`),
      );
    },
  );

  test('whatever was proved: what is not stays, protected and imported once; the rest is forgotten, never destroyed', () => {
    const { kept: all, leftOut } = synthesize(input(example), 2);
    const external = leftOut.map((one) => `:${one.split(' ')[1]}`);
    fc.assert(
      fc.property(fc.subarray(effects), fc.constantFrom(...VERSIONS), (proved, version) => {
        const { kept, forgotten, terraform } = synthesize(input(example, moment(proved)), version);
        const document = terraform as unknown as Document;
        const blocks = blocksOf(document);
        for (const { block } of blocks) expect(block['lifecycle']).toMatchObject({ prevent_destroy: true });
        const standing = blocks
          .map(({ address }) => address)
          .filter((address) => !address.startsWith('terraform_data.'));
        expect(standing.toSorted()).toEqual(kept.toSorted());
        expect((document.import ?? []).map(({ to }) => String(to)).toSorted()).toEqual(kept.toSorted());
        for (const { lifecycle } of document.removed ?? []) expect(lifecycle).toEqual({ destroy: false });
        expect((document.removed ?? []).map(({ from }) => from)).toEqual(forgotten);
        expect(kept.length + forgotten.length).toBe(all.length);
        // An IPv6 net has no block of its own: it is an attribute of its router.
        const gone = proved.filter(
          (id) =>
            deletions.includes(id) && !id.includes(':ipv6-net:') && !external.some((suffix) => id.endsWith(suffix)),
        );
        expect(forgotten).toHaveLength(gone.length);
        expect(blocks.some(({ address }) => address === 'terraform_data.kaiyaku_sentinel')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('what was only begun, taken, failed or said by a person keeps its block; what was found gone does not', () => {
    const before = synthesize(input(example), 2).kept;
    for (const status of ['intended', 'done', 'failed', 'untouched'] as const)
      expect(synthesize(input(example, moment(effects, status)), 2).kept).toEqual(before);
    expect(synthesize(input(example, moment(effects, 'found')), 2).kept.length).toBeLessThan(before.length);
  });

  test('the same input gives the same bytes, and no credential is named', () => {
    const [one, other] = [synthesize(input(example), 2), synthesize(input(example), 2)].map((it) => JSON.stringify(it));
    expect(one).toBe(other);
    expect(one).not.toMatch(/token|secret|password|env:/i);
  });
});

test('what fate keeps stays to the end; what another state owns is never in it', () => {
  const kept = examples.find(({ name }) => name === 'kept-item')!;
  const stays = kept.contract.estate.filter((item) => item.fate === 'keep' && item.ownedBy === 'none');
  expect(stays.length).toBeGreaterThan(0);
  expect(synthesize(input(kept, moment(effectsOf(kept))), 3).kept.length).toBeGreaterThanOrEqual(stays.length);
  const services = kept.contract.services.map((service) => ({ ...service, ownedBy: 'external' as const }));
  const { kept: blocks, leftOut } = synthesize(input({ ...kept, contract: { ...kept.contract, services } }), 2);
  expect(blocks.filter((address) => address.startsWith('sakuracloud_server.'))).toEqual([]);
  expect(leftOut).toContain(`server ${services[0]!.server.id}`);
});

test.each(VERSIONS)(
  'a DNS zone is described by its domain, imported by its id, and stays when all is done: provider %i',
  (version) => {
    const one = examples.find(({ name }) => name === 'no-term')!;
    const record = { name: 'vpn', type: 'A', data: '203.0.113.4', fate: 'delete' } as const;
    const zone = { id: '113000000151', domain: 'example.jp', records: [record], ownedBy: 'none' } as const;
    const withZone = (ownedBy: 'none' | 'external') => {
      const contract = { ...one.contract, dns: [{ ...zone, records: [record], ownedBy }] };
      const effects = effectsOf({ ...one, content: contract });
      expect(effects.filter((id) => id.includes('/remove-records:'))).toHaveLength(1);
      return synthesize(input({ ...one, contract }, moment(effects)), version);
    };
    const type = version === 2 ? 'sakuracloud_dns' : 'sakura_dns';
    const { kept, terraform } = withZone('none');
    const document = terraform as unknown as Document;
    expect(problemsOf(document, schemaOf(version))).toEqual([]);
    expect(kept).toEqual([`${type}.dns_zone_113000000151`]);
    expect(document.resource![type]).toEqual({
      dns_zone_113000000151: expect.objectContaining({ zone: 'example.jp' }) as object,
    });
    expect(document.import).toEqual([expect.objectContaining({ id: '113000000151', to: kept[0] })]);
    expect(withZone('external')).toMatchObject({ kept: [], leftOut: ['dns-zone 113000000151'] });
  },
);

test('what the contract names no longer is forgotten too, and no name of it is evaluated', () => {
  const one = examples.find(({ name }) => name === 'no-term')!;
  const { kept } = synthesize(input(one), 2);
  const fewer = { ...one.contract, estate: [] };
  const after = synthesize({ ...input({ ...one, contract: fewer }), before: kept }, 2);
  expect([...after.kept, ...after.forgotten].toSorted()).toEqual(kept.toSorted());
  expect(after.forgotten.length).toBeGreaterThan(0);

  const services = one.contract.services.map((service) => ({
    ...service,
    server: { ...service.server, name: '${file("x")}%{if true}' },
  }));
  const text = JSON.stringify(synthesize(input({ ...one, contract: { ...one.contract, services } }), 2).terraform);
  expect(text).toContain(String.raw`$${'$'}{file(\"x\")}%%{if true}`);
});
