// What every journal store must do, whatever it keeps its bytes in. A store passes all of it or is not one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MovedClock } from '../../src/base/clock.ts';
import { EVIDENCE_BYTES_MAX, JOURNAL_ENTRY_BYTES_MAX } from '../../src/base/limits.ts';
import { Secret } from '../../src/base/redact.ts';
import type { NewEntry } from '../../src/journal/entry.ts';
import { effectState } from '../../src/journal/project.ts';
import type { JournalSession, JournalStore } from '../../src/journal/store.ts';
import {
  approved,
  at,
  CONTRACT,
  done,
  EFFECTS,
  failed,
  fileOf,
  held,
  intended,
  opened,
  openedBody,
  OTHER_DIGEST,
  seal,
  START_MS,
} from '../journal/entries.ts';

/** One place that a journal is kept in, empty at first. */
export interface JournalPlace {
  /** Another store on the same place, as another process would make it. */
  store(contract?: string): JournalStore;
  readonly clock: MovedClock;
  bytes(): Promise<Buffer>;
  setBytes(bytes: Uint8Array): Promise<void>;
  damageEvidence(sha256: string): Promise<void>;
  dispose(): Promise<void>;
}

const [BACK_UP, RESET] = EFFECTS as [string, string];
const refused = (code: string, rest: object = {}) =>
  expect.objectContaining({ code, detail: expect.objectContaining(rest) });
const R19 = (reason: string) =>
  refused('R19', { exitCode: 1, kind: 'refusal', facts: expect.objectContaining({ reason }) });

export function journalStoreConformance(name: string, makePlace: (clock: MovedClock) => Promise<JournalPlace>): void {
  describe(`${name} keeps a journal`, () => {
    let place: JournalPlace;
    let sessions: JournalSession[];

    beforeEach(async () => {
      place = await makePlace(new MovedClock(START_MS));
      sessions = [];
    });
    afterEach(async () => {
      for (const session of sessions) await session.close().catch(() => undefined);
      await place.dispose();
    });

    const create = async (): Promise<JournalSession> => {
      const session = await place.store().create(openedBody, 'kaiyaku open');
      sessions.push(session);
      return session;
    };
    const open = async (expected = {}): Promise<JournalSession> => {
      const session = await place.store().open('kaiyaku apply', expected);
      sessions.push(session);
      return session;
    };
    const filled = async (...news: NewEntry[]): Promise<void> => {
      const session = await create();
      for (const one of news) await session.append(one);
      await session.close();
    };

    it('has none before it is created, and creates none by looking', async () => {
      const store = place.store();
      expect(await store.exists()).toBe(false);
      await expect(store.read()).rejects.toEqual(R19('missing'));
      await expect(store.open('kaiyaku apply')).rejects.toEqual(R19('missing'));
      expect(await store.exists()).toBe(false);
    });

    it('creates it once, with its first entry', async () => {
      const session = await create();
      expect(session.state).toMatchObject({ entries: 1, opened: { journalId: openedBody.journalId } });
      expect((await place.store().read()).state).toEqual(session.state);
      await session.close();
      await expect(place.store().create(openedBody, 'kaiyaku open')).rejects.toEqual(refused('journal-exists'));
      expect((await place.store().read()).state.entries).toBe(1);
    });

    it('refuses to create it for another contract', async () => {
      await expect(place.store().create({ ...openedBody, contract: 'other' }, 'x')).rejects.toEqual(
        refused('journal-contract'),
      );
      expect(await place.store().exists()).toBe(false);
    });

    it('appends at the clock’s time, and any reader sees it at once', async () => {
      const session = await create();
      place.clock.moveTo(START_MS + 90_000);
      const entry = await session.append(held);
      expect(entry).toMatchObject({ seq: 1, at: at(90), kind: 'held', prev: (await readSeq(0)).hash });
      expect((await place.store().read()).state).toEqual(session.state);
      expect(session.state.held).toMatchObject({ reason: 'audit' });
    });

    const readSeq = async (seq: number) => {
      const all: { hash: string }[] = [];
      await place.store().read({ onEntry: (entry) => all.push(entry) });
      return all[seq]!;
    };

    it('writes exactly the canonical lines', async () => {
      await filled(held);
      const expected = seal([opened(), held]).map((entry) => ({ ...entry }));
      const lines = (await place.bytes()).toString().split('\n');
      expect(lines).toHaveLength(3);
      expect(lines[0]).toBe(
        fileOf(seal([opened()]))
          .toString()
          .trimEnd(),
      );
      expect(JSON.parse(lines[1]!)).toMatchObject({ seq: 1, prev: expected[0]!.hash });
    });

    it('carries out appends in the order of their calls', async () => {
      const session = await create();
      const entries = await Promise.all(
        [1, 2, 3, 4, 5].map((n) => session.append({ kind: 'held', body: { reason: `${n}`, by: 'x' } })),
      );
      expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect((await place.store().read()).state.held?.reason).toBe('5');
    });

    it('writes nothing that a reader would refuse, and goes on', async () => {
      const session = await create();
      const before = await place.bytes();
      const bad: NewEntry[] = [
        done(0, BACK_UP),
        intended(RESET),
        opened(),
        { kind: 'held', body: { reason: 'x' } } as unknown as NewEntry,
        { kind: 'guessed', body: {} } as unknown as NewEntry,
      ];
      for (const one of bad)
        await expect(session.append(one), one.kind).rejects.toEqual(refused('journal-invariant', { kind: 'bug' }));
      await expect(
        session.append({ kind: 'held', body: { reason: 'x'.repeat(JOURNAL_ENTRY_BYTES_MAX), by: 'x' } }),
      ).rejects.toEqual(refused('journal-entry-too-large', { exitCode: 1 }));
      expect(await place.bytes()).toEqual(before);
      expect(session.state.entries).toBe(1);
      await session.append(held);
      expect((await place.store().read()).state).toEqual(session.state);
    });

    it('does not begin under an approval that has expired meanwhile', async () => {
      const session = await create();
      await session.append(approved('A', EFFECTS, { expiresAt: at(60) }));
      place.clock.moveTo(START_MS + 60_000);
      await expect(session.append(intended(RESET, 'A'))).rejects.toEqual(refused('R16', { kind: 'refusal' }));
      expect(session.state.openIntended).toBeUndefined();
    });

    it('masks secrets in words, and leaves ids alone', async () => {
      const secret = new Secret('correct-horse-battery');
      const session = await create();
      await session.append(intended(BACK_UP));
      await session.append({
        kind: 'failed',
        body: {
          intended: 1,
          effect: BACK_UP,
          code: 'x',
          message: `login ${secret.reveal()} failed`,
          nonEffect: String(secret),
        },
      });
      await session.append({
        kind: 'attested',
        body: {
          step: 's',
          facts: { list: [{ [secret.reveal()]: [secret.reveal(), secret as unknown as string] }] },
          evidence: [],
          by: 'x',
        },
      });
      await session.note('key', `sent ${secret.reveal()}`);
      expect((await place.bytes()).toString()).not.toContain(secret.reveal());
      expect(await session.notes('key')).toEqual(['sent ‹secret›']);
      expect(effectState(session.state, BACK_UP).lastFailure?.message).toBe('login ‹secret› failed');
      expect((await place.store().read()).state).toEqual(session.state);
    });

    it('can write down whatever a provider answers', async () => {
      const session = await create();
      await session.append(intended(BACK_UP));
      const receipt = {
        odd: '\ud800x\u0000\u2028',
        number: Number.NaN,
        zero: -0,
        left: undefined,
        proto: JSON.parse('{"__proto__":1}'),
      };
      await session.append({
        kind: 'done',
        body: { intended: 1, effect: BACK_UP, receipt: receipt as never, evidence: [] },
      });
      expect((await place.store().read()).state).toEqual(session.state);
      expect(effectState(session.state, BACK_UP).receipt).toMatchObject({ odd: '\ufffdx\u0000\u2028', number: null });
    });

    it('has one writer at a time, and tells the other who holds it', async () => {
      const first = await create();
      const locked = refused('locked', {
        exitCode: 14,
        kind: 'refusal',
        message: expect.stringContaining('kaiyaku open'),
      });
      await expect(place.store().open('kaiyaku apply')).rejects.toEqual(locked);
      expect((await place.store().read()).state.entries).toBe(1);
      await first.close();
      await first.close();
      await expect(first.append(held)).rejects.toEqual(refused('journal-session-over'));
      const second = await open();
      await second.append(held);
      await expect(place.store().open('kaiyaku apply')).rejects.toEqual(refused('locked'));
    });

    it('gives the lock back when opening fails', async () => {
      await filled();
      const whole = await place.bytes();
      await place.setBytes(whole.subarray(0, 20));
      await expect(place.store().open('kaiyaku apply')).rejects.toEqual(refused('journal-damaged'));
      await place.setBytes(whole);
      await open();
    });

    it('takes up where the last session ended', async () => {
      await filled(approved('A'), intended(RESET, 'A'));
      const session = await open();
      expect(session.state.openIntended?.seq).toBe(2);
      await session.append(failed(2, RESET));
      expect((await place.store().read()).state).toEqual(session.state);
    });

    it('refuses another journal, and another contract’s', async () => {
      await filled();
      const expected = { journalId: 'another' };
      await expect(place.store().read(expected)).rejects.toEqual(R19('another-id'));
      await expect(place.store().open('x', expected)).rejects.toEqual(R19('another-id'));
      await open({ journalId: openedBody.journalId });
      await place.setBytes(fileOf(seal([opened({ contract: 'other' })])));
      await expect(place.store().read()).rejects.toEqual(R19('another-contract'));
    });

    it('refuses a damaged journal, and leaves it as it is', async () => {
      await filled(held);
      const bytes = await place.bytes();
      bytes[40]! ^= 1;
      await place.setBytes(bytes);
      await expect(place.store().read()).rejects.toEqual(refused('journal-damaged', { exitCode: 1 }));
      await expect(place.store().open('x')).rejects.toEqual(refused('journal-damaged', { exitCode: 1 }));
      expect(await place.bytes()).toEqual(bytes);
    });

    it('cuts a line whose writing was interrupted, under the lock only', async () => {
      await filled(held);
      const whole = await place.bytes();
      const torn = Buffer.concat([whole, Buffer.from('{"at":"2026-11-02T00:0')]);
      await place.setBytes(torn);
      const reading = await place.store().read();
      expect(reading).toMatchObject({
        state: { entries: 2 },
        tail: { kind: 'torn', goodBytes: whole.length, tornBytes: 22 },
      });
      expect(await place.bytes()).toEqual(torn);
      const session = await open();
      expect(session.warnings.join()).toContain('interrupted');
      expect(await place.bytes()).toEqual(whole);
      await session.append(held);
      expect((await place.store().read()).state.entries).toBe(3);
    });

    it('keeps a whole last entry that lacks only its newline', async () => {
      await filled(held);
      const whole = await place.bytes();
      await place.setBytes(whole.subarray(0, -1));
      expect(await place.store().read()).toMatchObject({ state: { entries: 2 }, tail: { kind: 'unended' } });
      const session = await open();
      expect(session.state.entries).toBe(2);
      expect(await place.bytes()).toEqual(whole);
      await session.append(held);
      expect((await place.store().read()).state.entries).toBe(3);
    });

    it('notices a tail that was cut since the last session, and does not mend it', async () => {
      await filled(held, held);
      const whole = await place.bytes();
      for (const cut of [fileOf(seal([opened()])), whole.subarray(0, -30)]) {
        await place.setBytes(cut);
        await expect(place.store().read()).rejects.toEqual(R19('behind-anchor'));
        await expect(place.store().open('x')).rejects.toEqual(R19('behind-anchor'));
        expect(await place.bytes()).toEqual(Buffer.from(cut));
      }
      await place.setBytes(whole);
      await open();
    });

    it('holds the journal against a head that the caller knows', async () => {
      const session = await create();
      const { hash } = await session.append(held);
      await session.append(held);
      await session.close();
      await open({ anchor: { seq: 1, hash } });
      for (const anchor of [
        { seq: 1, hash: 'a'.repeat(64) },
        { seq: 2, hash },
        { seq: 3, hash: 'a'.repeat(64) },
        { seq: 1, hash, journalId: 'another' },
      ])
        await expect(place.store().read({ anchor })).rejects.toEqual(R19('behind-anchor'));
    });

    it('takes no more when the bytes change underneath', async () => {
      const session = await create();
      await place.setBytes(Buffer.concat([await place.bytes(), Buffer.from('x')]));
      await expect(session.append(held)).rejects.toEqual(R19('changed-underneath'));
      await expect(session.append(held)).rejects.toEqual(refused('journal-session-over'));
    });

    it('files evidence under its hash, and hashes it again', async () => {
      const session = await create();
      const ref = await session.put('notice.txt', '通知');
      expect(ref).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), name: 'notice.txt', bytes: 6 });
      expect(await session.put('again.txt', Buffer.from('通知'))).toMatchObject({ sha256: ref.sha256 });
      expect((await place.store().readEvidence(ref))?.toString()).toBe('通知');
      expect(await place.store().readEvidence({ ...ref, sha256: OTHER_DIGEST.slice(7) })).toBeUndefined();
      await place.damageEvidence(ref.sha256);
      await expect(place.store().readEvidence(ref)).rejects.toEqual(refused('evidence-damaged', { exitCode: 1 }));
      await session.put('notice.txt', '通知');
      expect((await place.store().readEvidence(ref))?.toString()).toBe('通知');
      await expect(session.put('big', Buffer.alloc(EVIDENCE_BYTES_MAX + 1))).rejects.toEqual(
        refused('evidence-too-large'),
      );
    });

    it('keeps the notes of each attempt apart, across sessions', async () => {
      const session = await create();
      expect(await session.notes('a')).toEqual([]);
      await session.note('a', 'opened the session');
      await session.note('a', '');
      await session.note('../b:c d', 'sent');
      await expect(session.note('a', 'two\nlines')).rejects.toEqual(refused('note-newline'));
      await session.close();
      const later = await open();
      expect(await later.notes('a')).toEqual(['opened the session', '']);
      expect(await later.notes('../b:c d')).toEqual(['sent']);
      expect(place.store().contract).toBe(CONTRACT);
    });
  });
}
