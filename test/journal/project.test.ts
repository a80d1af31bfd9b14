// The fold: what entries say together, and what is left of an approval (J4).
// Journals of earlier releases are in golden.test.ts.
import { describe, expect, it } from 'vitest';
import { applyEntry, effectState, emptyState, findApproval, projectJournal } from '../../src/journal/project.ts';
import {
  approved,
  at,
  CONTRACT_DIGEST,
  digestOfEffect,
  done,
  EFFECTS,
  everyKind,
  failed,
  found,
  held,
  intended,
  opened,
  OTHER_DIGEST,
  seal,
  settled,
  START_MS,
  verified,
} from './entries.ts';

const [BACK_UP, RESET, DISK, SERVER] = EFFECTS as [string, string, string, string];
const look = (state: Parameters<typeof findApproval>[0], effect = RESET, nowMs = START_MS) =>
  findApproval(state, effect, digestOfEffect(effect), CONTRACT_DIGEST, nowMs);

describe('the fold', () => {
  it('follows one effect through its life', () => {
    const entries = seal([
      opened(),
      approved('A'),
      intended(RESET, 'A'),
      done(2, RESET),
      verified(RESET, 'absent-in-api'),
    ]);
    const state = emptyState();
    const statuses = entries.map((entry) => effectState(applyEntry(state, entry), RESET).status);
    expect(statuses).toEqual(['untouched', 'untouched', 'intended', 'done', 'verified']);
    expect(effectState(state, RESET)).toMatchObject({
      attempts: 1,
      doneAt: at(3),
      receipt: { status: 200 },
      verifiedAt: at(4),
      levels: ['absent-in-api'],
    });
    expect(state.openIntended).toBeUndefined();
  });

  it('counts attempts and keeps the last failure', () => {
    const state = projectJournal(seal([opened(), intended(BACK_UP), failed(1, BACK_UP), intended(BACK_UP)]));
    expect(effectState(state, BACK_UP)).toMatchObject({
      status: 'intended',
      attempts: 2,
      lastFailure: { code: 'refused' },
    });
    expect(state.openIntended?.seq).toBe(3);
  });

  it('says whether anything irreversible has begun', () => {
    const begun = (...news: Parameters<typeof seal>[0]) =>
      projectJournal(seal([opened(), approved('A'), ...news])).irreversibleBegun;
    expect(begun(intended(BACK_UP), done(2, BACK_UP))).toBe(false);
    expect(begun(intended(RESET, 'A'))).toBe(true);
    expect(begun(intended(RESET, 'A'), failed(2, RESET))).toBe(false);
    expect(begun(intended(RESET, 'A'), settled(2, RESET, 'not-done'))).toBe(false);
    expect(begun(intended(RESET, 'A'), settled(2, RESET, 'done'))).toBe(true);
    expect(begun(intended(RESET, 'A'), done(2, RESET), intended(DISK, 'A'), failed(4, DISK))).toBe(true);
    expect(begun(found(RESET))).toBe(false);
  });

  it('keeps what was found as found when it is looked at again, and counts the latest proof', () => {
    const again = projectJournal(seal([opened(), found(SERVER), verified(SERVER, 'billing-ended')]));
    expect(effectState(again, SERVER)).toMatchObject({ status: 'found', levels: ['billing-ended'], verifiedAt: at(2) });
    const after = projectJournal(
      seal([opened(), intended(BACK_UP), done(1, BACK_UP), verified(BACK_UP), found(BACK_UP)]),
    );
    expect(effectState(after, BACK_UP)).toMatchObject({ status: 'found' });
    expect(effectState(after, BACK_UP).verifiedAt).toBeUndefined();
  });

  it('takes the route of the latest approval that is not revoked', () => {
    const revoke = { kind: 'revoked', body: { approvalId: 'B', reason: '', by: 'x' } } as const;
    const news = [opened(), approved('A'), approved('B', EFFECTS, { route: 'D' }), approved('C')];
    expect(projectJournal(seal(news)).route).toBe('D');
    expect(projectJournal(seal([...news, revoke])).route).toBe('ordinary');
  });

  it('adopts an amendment, and forgets a wish that it no longer holds', () => {
    const state = projectJournal(everyKind());
    expect(state).toMatchObject({ toolVersion: '0.2.0', contractDigest: CONTRACT_DIGEST, content: {}, steps: [] });
    expect(state.opened?.toolVersion).toBe('0.1.0');
    expect(state.wantedEndsOn).toBeUndefined();
    expect(state.held).toBeUndefined();
    expect(state.closed).toMatchObject({ as: 'completed', at: at(20) });
  });

  it('keeps every attestation, the last one last', () => {
    const attest = (n: number) =>
      ({ kind: 'attested', body: { step: 's', facts: { n }, evidence: [], by: 'x' } }) as const;
    const state = projectJournal(seal([opened(), attest(1), held, attest(2)]));
    expect(state.attestations.get('s')?.map(({ facts }) => facts)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('takes an entry that no checked journal holds for a bug', () => {
    expect(() => projectJournal(seal([opened(), done(0, RESET)]))).toThrow(
      expect.objectContaining({ code: 'journal-unchecked' }),
    );
  });
});

describe('findApproval', () => {
  const base = [opened(), approved('A')];
  it('finds an unspent one', () => {
    expect(look(projectJournal(seal(base)))).toEqual({ approvalId: 'A' });
  });
  it('says why there is none', () => {
    const of = (...news: Parameters<typeof seal>[0]) => look(projectJournal(seal(news)));
    expect(of(opened())).toEqual({ why: 'missing' });
    expect(of(opened(), approved('A', [DISK]))).toEqual({ why: 'missing' });
    expect(of(...base, { kind: 'revoked', body: { approvalId: 'A', reason: '', by: 'x' } })).toEqual({
      why: 'revoked',
    });
    expect(of(...base, intended(RESET, 'A'))).toEqual({ why: 'spent' });
    expect(of(...base, intended(RESET, 'A'), done(2, RESET))).toEqual({ why: 'spent' });
    expect(of(...base, intended(RESET, 'A'), failed(2, RESET))).toEqual({ approvalId: 'A' });
    expect(of(...base, intended(RESET, 'A'), done(2, RESET), approved('B'))).toEqual({ approvalId: 'B' });
  });
  it('ends at the very instant of its expiry', () => {
    const state = projectJournal(seal([opened(), approved('A', EFFECTS, { expiresAt: at(60) })]));
    expect(look(state, RESET, START_MS + 59_999)).toEqual({ approvalId: 'A' });
    expect(look(state, RESET, START_MS + 60_000)).toEqual({ why: 'expired' });
  });
  it('holds for one digest and one contract', () => {
    const state = projectJournal(seal(base));
    expect(findApproval(state, RESET, OTHER_DIGEST, CONTRACT_DIGEST, START_MS)).toEqual({ why: 'changed' });
    expect(findApproval(state, RESET, digestOfEffect(RESET), OTHER_DIGEST, START_MS)).toEqual({ why: 'changed' });
  });
});
