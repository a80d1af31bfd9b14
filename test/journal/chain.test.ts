// The chain: what a writer seals, and every single reason for which a reader stops, each at its entry.
// Random histories and exhaustive damage are in history.property.test.ts and damage.test.ts.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256Hex } from '../../src/base/canonical-json.ts';
import { KaiyakuError } from '../../src/base/errors.ts';
import { JOURNAL_ENTRY_BYTES_MAX } from '../../src/base/limits.ts';
import { ChainChecker, entryLine, sealEntry, verifyChain } from '../../src/journal/chain.ts';
import type { Entry, NewEntry } from '../../src/journal/entry.ts';
import {
  approved,
  at,
  closed,
  CONTRACT_DIGEST,
  done,
  EFFECTS,
  everyKind,
  failed,
  found,
  intended,
  KINDS,
  lines,
  opened,
  OTHER_DIGEST,
  seal,
  settled,
  verified,
} from './entries.ts';

const [BACK_UP, RESET, DISK] = EFFECTS as [string, string, string];

/** The facts of the error that the lines give. */
function damageOf(all: readonly string[]): unknown {
  try {
    verifyChain(all);
  } catch (error) {
    if (error instanceof KaiyakuError && error.code === 'journal-damaged') {
      expect(error.detail).toMatchObject({ kind: 'refusal', exitCode: 1 });
      return error.detail.facts;
    }
    throw error;
  }
  return 'sound';
}

/** An entry with changes, hashed again by somebody who knows how. */
function forged(entry: Entry, change: Record<string, unknown>): string {
  const { hash: _, ...rest } = { ...entry, ...change };
  return canonicalJson({ ...rest, hash: sha256Hex(canonicalJson(rest)) });
}

describe('sealing', () => {
  it('hashes the canonical entry without its hash, and writes the canonical entry', () => {
    for (const entry of everyKind()) {
      const { hash, ...rest } = entry;
      expect(hash).toBe(createHash('sha256').update(canonicalJson(rest)).digest('hex'));
      expect(entryLine(entry)).toBe(canonicalJson(entry));
    }
  });

  it('names the entry before, and 64 zeros at the beginning', () => {
    const [first, second] = everyKind();
    expect(first).toMatchObject({ seq: 0, prev: '0'.repeat(64) });
    expect(second).toMatchObject({ seq: 1, prev: first!.hash });
  });

  it.each<[string, string]>([
    ['names that look like numbers', '{"10":1,"9":2,"a":{"2":[],"1":{}}}'],
    ['a name that objects have', '{"__proto__":{"b":1,"a":2},"constructor":1}'],
    ['an escape that is written out', '{"text":"\\\\ud800"}'],
    ['characters beyond the basic plane', '{"\ud83d\ude00":"\ud83d\ude00","\ufb33":"\u20ac\\u000f\u2028"}'],
    ['numbers', '[0.000001,1e-7,1e21,333333333.33333329,-5]'],
  ])('is read back with %s', (_, json) => {
    const facts = { it: JSON.parse(json) };
    const entries = seal([opened(), { kind: 'attested', body: { step: 's', facts, evidence: [], by: 'x' } }]);
    expect(verifyChain(lines(entries)).attestations.get('s')?.[0]?.facts).toEqual(facts);
  });

  it('keeps what was sealed, whatever becomes of the object it was given', () => {
    const receipt: Record<string, string> = { status: 'ok' };
    const entry = sealEntry(
      undefined,
      { kind: 'done', body: { intended: 0, effect: 'e', receipt, evidence: [] } },
      at(0),
    );
    receipt['status'] = 'changed';
    expect(entry.body).toMatchObject({ receipt: { status: 'ok' } });
  });
});

describe('checking', () => {
  it('lets every kind through', () => {
    const entries = everyKind();
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    expect(verifyChain(lines(entries)).head).toEqual({ seq: 20, hash: entries[20]!.hash, at: at(20) });
  });

  const sound = everyKind();
  const with3 = (line: string) => lines(sound).with(3, line);
  it.each<[string, string[], object]>([
    ['not JSON', with3('{'), { seq: 3, line: 4, reason: 'not-json' }],
    ['an empty line', with3(''), { seq: 3, reason: 'not-json' }],
    ['not an object', with3('[]'), { seq: 3, reason: 'fields' }],
    ['a field too many', with3(forged(sound[3]!, { more: 1 })), { seq: 3, reason: 'fields' }],
    ['a field too few', with3(forged(sound[3]!, { at: undefined })), { seq: 3, reason: 'fields' }],
    [
      'an instant of another zone',
      with3(forged(sound[3]!, { at: '2026-11-02T09:00:00.000+09:00' })),
      { reason: 'fields' },
    ],
    ['a day that does not exist', with3(forged(sound[3]!, { at: '2026-02-30T00:00:00.000Z' })), { reason: 'fields' }],
    ['a broken number', with3(forged(sound[3]!, { seq: 3.5 })), { reason: 'fields' }],
    ['spaces', with3(JSON.stringify(sound[3], null, 1).replaceAll('\n', '')), { reason: 'not-canonical' }],
    ['a key twice', with3(lines(sound)[3]!.replace('{"at"', '{"at":"x","at"')), { reason: 'not-canonical' }],
    ['a lone surrogate', with3(lines(sound)[3]!.replace('お', '\\ud800')), { reason: 'not-canonical' }],
    ['changed content', with3(lines(sound)[3]!.replace('tanaka', 'tanako')), { seq: 3, reason: 'hash' }],
    ['changed content, hashed again', with3(forged(sound[3]!, { at: at(2) })), { seq: 4, line: 5, reason: 'prev' }],
    ['another predecessor', with3(forged(sound[3]!, { prev: 'a'.repeat(64) })), { seq: 3, reason: 'prev' }],
    ['an unknown kind', with3(forged(sound[3]!, { kind: 'guessed' })), { seq: 3, reason: 'kind' }],
    ['a kind named like a method', with3(forged(sound[3]!, { kind: 'toString' })), { seq: 3, reason: 'kind' }],
    [
      'a body field of a newer version',
      with3(forged(sound[3]!, { body: { step: 's', text: '', by: 'b', new: 1 } })),
      { reason: 'body' },
    ],
    ['a body field missing', with3(forged(sound[3]!, { body: { step: 's', text: '' } })), { reason: 'body' }],
    [
      'a body field of another type',
      with3(forged(sound[3]!, { body: { step: 's', text: 1, by: 'b' } })),
      { reason: 'body' },
    ],
    ['a body that is a list', with3(forged(sound[3]!, { body: [] })), { reason: 'body' }],
    ['a line cut out', lines(sound).toSpliced(3, 1), { seq: 3, line: 4, reason: 'seq' }],
    ['a line twice', lines(sound).toSpliced(3, 0, lines(sound)[2]!), { seq: 3, line: 4, reason: 'seq' }],
    ['the first line cut off', lines(sound).slice(1), { seq: 0, line: 1, reason: 'seq' }],
    ['a line that is too long', with3('x'.repeat(JOURNAL_ENTRY_BYTES_MAX + 1)), { seq: 3, reason: 'too-long' }],
    [
      'nesting without an end',
      with3(lines(sound)[3]!.replace('"body":{', `"body":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)},`)),
      { seq: 3, reason: 'not-canonical' },
    ],
  ])('names the first bad entry: %s', (_, all, facts) => {
    expect(damageOf(all)).toMatchObject(facts);
  });

  it('keeps the state of the entries before a bad one', () => {
    const checker = new ChainChecker();
    checker.next(lines(sound)[0]!, 1);
    expect(() => checker.next('{', 2)).toThrow(KaiyakuError);
    expect(checker.next(lines(sound)[1]!, 2).seq).toBe(1);
  });

  it('allows time to go back and an approval to have expired, and remarks on both', () => {
    const entries = seal([opened(), approved('A', EFFECTS, { expiresAt: at(2) }), intended(RESET, 'A')]);
    const back = sealEntry(entries[2], failed(2, RESET), at(1));
    const checker = new ChainChecker();
    lines([...entries, back]).forEach((line, n) => checker.next(line, n + 1));
    expect(checker.remarks).toEqual([
      { seq: 2, remark: 'approval-had-expired' },
      { seq: 3, remark: 'time-went-back' },
    ]);
    expect(checker.state.lastAtMs).toBe(Date.parse(at(2)));
    expect(checker.state.head.at).toBe(at(1));
  });
});

describe('invariants', () => {
  const amendedTo = (contractDigest: string): NewEntry => ({
    kind: 'amended',
    body: {
      contractDigest,
      teardownDigest: OTHER_DIGEST,
      toolVersion: '1',
      content: {},
      steps: [],
      changes: [],
      reason: '',
      by: 'x',
    },
  });
  const revoked: NewEntry = { kind: 'revoked', body: { approvalId: 'A', reason: '', by: 'x' } };

  it.each<[string, NewEntry[]]>([
    ['a first entry that is not `opened`', [approved('A')]],
    ['`opened` twice', [opened(), opened()]],
    ['J2: two open attempts', [opened(), intended(BACK_UP), intended(BACK_UP)]],
    ['J2: closing the contract over an open attempt', [opened(), intended(BACK_UP), closed]],
    ['J3: done without an attempt', [opened(), done(0, BACK_UP)]],
    ['J3: done names another entry', [opened(), intended(BACK_UP), done(0, BACK_UP)]],
    ['J3: done names another effect', [opened(), intended(BACK_UP), done(1, RESET)]],
    ['J3: done twice', [opened(), intended(BACK_UP), done(1, BACK_UP), done(1, BACK_UP)]],
    ['J3: failed after done', [opened(), intended(BACK_UP), done(1, BACK_UP), failed(1, BACK_UP)]],
    ['J3: settled without an attempt', [opened(), settled(0, BACK_UP, 'done')]],
    ['J3: verified, never intended', [opened(), verified(BACK_UP)]],
    ['J3: verified while open', [opened(), intended(BACK_UP), verified(BACK_UP)]],
    ['J3: verified after failed', [opened(), intended(BACK_UP), failed(1, BACK_UP), verified(BACK_UP)]],
    ['J3: found while our own attempt is open', [opened(), intended(BACK_UP), found(BACK_UP)]],
    ['J4: irreversible without an approval', [opened(), intended(RESET)]],
    ['J4: an approval that was never given', [opened(), intended(RESET, 'A')]],
    ['J4: an approval given later', [opened(), intended(RESET, 'A'), approved('A')]],
    ['J4: an approval of another effect', [opened(), approved('A', [DISK]), intended(RESET, 'A')]],
    ['J4: an approval of another digest', [opened(), approved('A'), intended(RESET, 'A', { digest: OTHER_DIGEST })]],
    [
      'J4: an approval under another contract',
      [opened(), approved('A', EFFECTS, { contractDigest: OTHER_DIGEST }), intended(RESET, 'A')],
    ],
    [
      'J4: an attempt under another contract',
      [opened(), approved('A'), intended(RESET, 'A', { contractDigest: OTHER_DIGEST })],
    ],
    [
      'J4: an approval of before the amendment',
      [opened(), approved('A'), amendedTo(OTHER_DIGEST), intended(RESET, 'A', { contractDigest: OTHER_DIGEST })],
    ],
    ['J4: a revoked approval', [opened(), approved('A'), revoked, intended(RESET, 'A')]],
    ['J4: revoking what was never given', [opened(), revoked]],
    ['J4: a spent approval', [opened(), approved('A'), intended(RESET, 'A'), done(2, RESET), intended(RESET, 'A')]],
    [
      'J4: an approval spent by settlement',
      [opened(), approved('A'), intended(RESET, 'A'), settled(2, RESET, 'done'), intended(RESET, 'A')],
    ],
    ['J4: an approval given twice', [opened(), approved('A'), approved('A')]],
    ['J4: an approval that names an effect twice', [opened(), approved('A', [RESET, RESET])]],
    ['an attempt after the end', [opened(), closed, intended(BACK_UP)]],
    ['an approval after the end', [opened(), closed, approved('A')]],
    ['an amendment after the end', [opened(), closed, amendedTo(CONTRACT_DIGEST)]],
    ['a second end', [opened(), closed, closed]],
  ])('refuses %s', (_, news) => {
    // Only the last entry is bad, except where a bad one is followed by what would have mended it.
    const facts = damageOf(lines(seal(news)));
    expect(facts).toMatchObject({ reason: 'invariant' });
  });

  it.each<[string, NewEntry[]]>([
    [
      'an approval given back by `failed`',
      [opened(), approved('A'), intended(RESET, 'A'), failed(2, RESET), intended(RESET, 'A')],
    ],
    [
      'an approval given back by `settled not-done`',
      [opened(), approved('A'), intended(RESET, 'A'), settled(2, RESET, 'not-done'), intended(RESET, 'A')],
    ],
    [
      'one approval for two effects',
      [opened(), approved('A'), intended(RESET, 'A'), done(2, RESET), intended(DISK, 'A')],
    ],
    [
      'later levels after the end',
      [opened(), intended(BACK_UP), done(1, BACK_UP), verified(BACK_UP), closed, verified(BACK_UP, 'billing-ended')],
    ],
    ['looking again at what was found', [opened(), found(DISK), verified(DISK, 'billing-ended')]],
  ])('allows %s', (_, news) => {
    expect(damageOf(lines(seal(news)))).toBe('sound');
  });
});
