// Which deletion Terraform is given next, at every point of a teardown: never one whose turn has not come, and never a word about
// nothing being next without what comes first.
import { expect, test } from 'vitest';
import { comingRemoval, type ComingRemoval } from '../../src/engine/plan-gate/coming-removal.ts';
import type { NewEntry } from '../../src/journal/entry.ts';
import { CONTRACT_TEXT, external, fixture, judgementOf, type Case, type Point } from '../policies/plan/gate-case.ts';

async function comingAt(at: Point, more: Partial<Case> = {}, isOwn: (id: string) => boolean = () => true) {
  const plan = await fixture('v2', 'no-changes');
  const { decision, state, contract, nowMs } = await judgementOf({ at, plan, contract: (text) => text, ...more });
  return comingRemoval({ decision, state, contractDigest: contract.digest, nowMs, looked: false }, ({ command }) =>
    isOwn(command.target.id),
  );
}
const idOf = (coming: ComingRemoval): string | undefined =>
  coming.is === 'due' ? coming.effect.command.target.id : coming.coming?.command.target.id;
const entry = (kind: string, body: object): NewEntry => ({ kind, body }) as NewEntry;

test('before its turn there is none, and the one that will be the first is named', async () => {
  expect(await comingAt('begin')).toMatchObject({ is: 'none', why: expect.stringContaining('apply-for-cancellation') });
  const named = await comingAt('begin');
  expect(named).toMatchObject({ coming: { title: expect.stringContaining('clear the reverse name') } });
  // The servers are down: what Terraform takes first is a reverse name, which needs no approval.
  expect(await comingAt('down')).toMatchObject({ is: 'due', effect: { step: 'release-ips', irreversible: false } });
  expect(idOf(await comingAt('down'))).toBe(idOf(named));
});

test('what the API client sends comes first; then it is the first object, approved or not', async () => {
  const net = await comingAt('detached');
  expect(net).toMatchObject({ is: 'none', why: expect.stringContaining('IPv6 net') });
  const after = await comingAt('released');
  expect(after).toMatchObject({ is: 'due', approval: 'unspent', effect: { step: 'destroy-server' } });
  expect(await comingAt('released', { approved: false })).toMatchObject({ is: 'due', approval: 'missing' });
});

test('none while the contract is held, an attempt is open, or another state owns what is next; nothing is left at the end', async () => {
  const held = entry('held', { by: 'test', reason: 'wait' });
  expect(await comingAt('released', { more: [held] })).toMatchObject({ is: 'none', why: 'held: wait' });
  const due = await comingAt('released');
  if (due.is !== 'due') throw new Error('not due');
  const { effect } = due;
  const intended = entry('intended', {
    step: effect.step,
    effect: effect.id,
    attempt: 1,
    digest: 'd',
    contractDigest: 'c',
  });
  expect(await comingAt('released', { more: [intended] })).toMatchObject({ is: 'none' });
  const owned = await comingAt('released', { contract: () => external(CONTRACT_TEXT) }, () => false);
  expect(owned).toEqual({ is: 'none', why: 'nothing is left that Terraform deletes' });
  expect(await comingAt('destroyed')).toEqual(owned);
});
