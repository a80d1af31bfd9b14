// The steps that are kaiyaku's own where the contract has a `plesk` section: which they are, what they hand on to each other, and
// that the schedule counts them as it counts a person's. Without the section nothing of it is there.
import { describe, expect, it } from 'vitest';
import { checkContract } from '../../../scripts/clara-additional-ip/check-contract.ts';
import type { ClaraContract } from '../../../scripts/clara-additional-ip/contract.ts';
import { claraAdditionalIp } from '../../../scripts/clara-additional-ip/index.ts';
import { type History, NO_HISTORY } from '../../../src/teardown/provider.ts';
import { type Step, teardownDigest } from '../../../src/teardown/step.ts';
import { domain, example } from './contracts.ts';

const TODAY = '2026-11-27';
const [MOVES, DELETED] = ['cafe.example', 'spring-fair.example'];
const BACKUP = `back-up:${DELETED}/back-up:plesk:domain-backup:${DELETED}`;
const contract = example('with-plesk');

function stepsOf(of: ClaraContract, history: History = NO_HISTORY): readonly Step[] {
  const terms = claraAdditionalIp.termsOf(of, history, TODAY);
  return claraAdditionalIp.teardownOf(of, terms, history, new Map()).steps;
}
const own = (of: ClaraContract) =>
  stepsOf(of)
    .filter(({ actor }) => actor === 'kaiyaku')
    .map(({ id }) => id);
const stepIn = (id: string, history?: History) => stepsOf(contract, history).find((step) => step.id === id)!;
const scheduled = (history: History) =>
  claraAdditionalIp.termsOf(contract, history, TODAY).schedule?.map(({ step }) => step);
const receipt = (effect: string, facts: object): History => ({
  ...NO_HISTORY,
  effects: [effect],
  receipts: { [effect]: facts as never },
  lastVerifiedOn: '2026-11-26',
});

describe('which steps are kaiyaku’s', () => {
  it('backup, move, deletion and the last look; the form comes after that look', () => {
    expect(own(contract)).toEqual([
      `back-up:${MOVES}`,
      `change:${MOVES}`,
      `back-up:${DELETED}`,
      `delete:${DELETED}`,
      'address-unused',
    ]);
    expect(stepIn('address-unused').after).toEqual([`verify:${MOVES}`, `verify:${DELETED}`]);
    expect(stepIn('cancellation-form').after).toEqual(['address-unused']);
  });

  it('none of a domain whose DNS is elsewhere, and none without the section', () => {
    const elsewhere = { ...contract, domains: [domain({ primaryDns: 'provider' }), ...contract.domains] };
    expect(own(elsewhere)).toEqual(own(contract));
    const { plesk: _, ...without } = contract;
    expect(own(without)).toEqual([]);
    expect(stepsOf(without).map(({ id }) => id)).not.toContain('address-unused');
    expect(teardownDigest({ provider: '', route: '', steps: stepsOf(without) })).not.toBe(
      teardownDigest({ provider: '', route: '', steps: stepsOf(contract) }),
    );
  });

  it('what cannot be undone is an effect that needs approval; a move is not', () => {
    const effects = stepsOf(contract).flatMap((step) => step.effects);
    expect(effects.map(({ id, irreversible }) => [id, irreversible])).toEqual([
      [`back-up:${MOVES}/back-up:plesk:domain-backup:${MOVES}`, false],
      [`change:${MOVES}/move:plesk:domain:${MOVES}`, false],
      [BACKUP, false],
      [`delete:${DELETED}/remove:plesk:domain:${DELETED}`, true],
    ]);
  });

  it('a domain is backed up for its deletion not before the day on which it may go', () => {
    expect(stepIn(`back-up:${DELETED}`).window.fromOn).toBe('2027-01-08');
    expect(stepIn(`back-up:${MOVES}`).window.fromOn).toBeUndefined();
  });
});

describe('what a backup leaves', () => {
  const done = receipt(BACKUP, { path: '/var/backups/x.tar', endedAt: '2026-11-26T16:00:00.000Z' });

  it('its path to the deletion, and to the look that it can be read', () => {
    expect(stepIn(`delete:${DELETED}`, done).effects[0]?.late).toEqual({ backup: '/var/backups/x.tar' });
    expect(stepIn(`delete:${DELETED}`).effects[0]).not.toHaveProperty('late');
    expect(stepIn(`back-up:${DELETED}`, done).probes.map(({ target }) => target.id)).toEqual(['/var/backups/x.tar']);
    expect(stepIn(`back-up:${DELETED}`).probes).toEqual([]);
  });

  it('its day to the schedule, in Japan', () => {
    expect(scheduled(NO_HISTORY)).toContain(`back-up:${DELETED}`);
    expect(scheduled(done)).not.toContain(`back-up:${DELETED}`);
  });

  it('a step that was only found done counts when the next one has begun', () => {
    const found = {
      ...NO_HISTORY,
      effects: [`change:${MOVES}/move:plesk:domain:${MOVES}`],
      lastVerifiedOn: '2026-11-26',
    };
    expect(scheduled(found)).toContain(`change:${MOVES}`);
    const next = { ...found, attested: { [`secondary-zone:${MOVES}`]: { doneOn: '2026-11-27' } } };
    expect(scheduled(next)).not.toContain(`change:${MOVES}`);
  });
});

describe('the section is checked', () => {
  const codes = (changes: Partial<ClaraContract>) => checkContract({ ...contract, ...changes }).map(({ code }) => code);
  const { backup } = contract.plesk!;
  const ssh = { host: 'web03.example.jp', port: 22, user: 'root', hostKey: `SHA256:${'A'.repeat(43)}` };

  it.each<[string, Partial<ClaraContract>, string]>([
    ['no door', { plesk: { backup } }, 'plesk-door'],
    ['two doors', { plesk: { ...contract.plesk!, ssh: { ...ssh, password: 'env:P' } } }, 'plesk-door'],
    ['no credential', { plesk: { backup, ssh } }, 'plesk-credential'],
    ['another panel', { panel: 'webmin' }, 'plesk-unused'],
    ['no domain of its own', { domains: [domain({ primaryDns: 'provider' })] }, 'plesk-unused'],
    [
      'the address that ends',
      { plesk: { backup, ssh: { ...ssh, host: contract.additionalIp, password: 'env:P' } } },
      'plesk-over-additional-ip',
    ],
  ])('%s', (_, changes, code) => expect(codes(changes)).toContain(code));

  it('and the example has none of it', () => expect(codes({})).toEqual([]));
});
