// A domain moves on a real server, from the front door: kaiyaku lowers the TTL, waits, has the web server answer on both addresses,
// changes the zone, and leaves the address when nobody uses it. Real name servers, sshd, Apache and nginx; without them it is skipped
// and says so.
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  asUpdated,
  canRun,
  deleted,
  hasServerEstate,
  NEW,
  OLD,
  type ServerEstate,
  type ServerKind,
  startServerEstate,
} from '../helpers/server-estate.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });
if (!hasServerEstate) console.warn('skipped: BIND, sshd or Apache is not installed, so no domain can move');

const KINDS: readonly (ServerKind & { readonly what: string; readonly zone: string })[] = [
  { what: 'a zone that is a file, and Apache', web: 'apache', dynamic: false, zone: 'zone-file' },
  { what: 'a dynamic zone, and nginx', web: 'nginx', dynamic: true, zone: 'dynamic-zone' },
];
for (const kind of KINDS)
  if (!canRun(kind)) console.warn(`skipped: ${kind.what}: BIND, its tools, sshd or that web server is not installed`);

describe.each(KINDS)('a domain that moves on its server: $what', (kind) => {
  let estate: ServerEstate;
  beforeEach(async () => {
    if (canRun(kind)) estate = await startServerEstate(kind);
  });
  afterEach(() => estate?.close());

  test.skipIf(!canRun(kind))('goes step by step, and not before what resolvers remember has run out', async () => {
    const { primary, secondary, web } = estate;
    await estate.begin();

    // The TTL first; the secondary has not followed, so nothing goes on.
    const lowered = await estate.apply();
    expect(lowered.verdict('lower-ttl'), lowered.text).toBe('blocked');
    expect(await estate.ttlAt(primary)).toBe(5);
    expect(await estate.ttlAt(secondary)).toBe(9);
    expect(await estate.addressAt(primary)).toEqual([OLD]);

    await estate.follow();
    const waiting = await estate.apply();
    expect(waiting.verdict('lower-ttl')).toBe('done');
    expect(waiting.verdict('change')).toBe('waiting-until');
    expect(waiting.sentence('change')).toMatch(/JST \(the TTL that the records had, 9 seconds, has run out\)/);
    expect(await estate.addressAt(primary)).toEqual([OLD]);
    expect(await web.ask(NEW, estate.webPort, 'www.example.jp')).toBeUndefined();

    await estate.pass(9);
    const changed = await estate.apply();
    expect(changed.verdict('change'), changed.text).toBe('done');
    expect(await estate.addressAt(primary)).toEqual([NEW]);
    for (const address of [OLD, NEW])
      await vi.waitFor(
        async () => expect(await web.ask(address, estate.webPort, 'www.example.jp')).toBe('http://the-site/'),
        10_000,
      );

    // Persons' part, and the proof by every server.
    await estate.say(['secondary-zone', 'mail-clients', 'verify']);
    await estate.pass(6);
    expect((await estate.apply()).verdict('verify')).not.toBe('done');
    await estate.follow();
    const verified = await estate.apply();
    expect(verified.verdict('verify'), verified.text).toBe('done');

    // Somebody came by the old address just now.
    expect(verified.verdict('web-address')).toBe('blocked');
    expect(verified.sentence('web-address')).toMatch(/^R13: 127\.0\.0\.2 is still used: \d+ requests? within 1 hours/);
    expect((await estate.run('request', 'ip', 'cancellation-form')).err).toContain('R03');
    await estate.quiet();
    const left = await estate.apply();
    expect(left.verdict('web-address'), left.text).toBe('done');
    expect(await web.ask(NEW, estate.webPort, 'www.example.jp')).toBe('http://the-site/');
    // nginx goes on answering for a moment: its reload is over when the old workers have ended.
    await vi.waitFor(async () => expect(await web.ask(OLD, estate.webPort, 'www.example.jp')).toBeUndefined(), 10_000);
    await estate.run('approve', 'ip', '--step', 'cancellation-form', '--confirm', 'ip');
    expect((await estate.run('request', 'ip', 'cancellation-form')).out).toContain('解約');
    expect((await estate.run('verify', 'ip')).code).toBe(0);
    const entries = await estate.entries();
    const changes = entries.flatMap(({ kind, body }) => (kind === 'done' ? [body.effect] : []));
    expect(changes.filter((id) => id.includes(`:bind:${kind.zone}:`))).toHaveLength(2);
    for (const verb of ['lower-ttl', 'serve-also', 'move-address', 'leave-address'])
      expect(changes.filter((id) => id.includes(`/${verb}:`))).toHaveLength(1);
  });
});

describe.skipIf(!hasServerEstate)('a domain of a server', () => {
  let estate: ServerEstate;
  beforeEach(async () => {
    estate = await startServerEstate();
  });
  afterEach(() => estate?.close());

  test('R28 is met where another company runs its DNS', async () => {
    await estate.begin((text) => text.replace(`mainIp: ${NEW}`, 'mainIp: 127.0.0.9'));
    const refused = await estate.apply();
    expect([refused.code, refused.verdict('lower-ttl')]).toEqual([13, 'blocked']);
    expect(refused.sentence('lower-ttl')).toContain('R28: the DNS of example.jp is run by another company');
    expect(await estate.ttlAt(estate.primary)).toBe(9);
  });

  test('is left alone behind another host key, or a login that is refused', async () => {
    await estate.begin((text) => text.replace(/hostKey: SHA256:.*/, `hostKey: SHA256:${'A'.repeat(43)}`));
    const other = await estate.apply();
    expect([other.code, other.verdict('lower-ttl')]).toEqual([13, 'blocked']);
    expect(other.sentence('lower-ttl')).toContain('R07');
    expect(await estate.ttlAt(estate.primary)).toBe(9);
  });

  test('that is deleted leaves web server and name server, and is gone when nobody hands it out', async () => {
    const { primary, web } = estate;
    await estate.begin(deleted(estate));
    const asked = await estate.apply();
    expect([asked.code, asked.verdict('delete')]).toEqual([11, 'needs-approval']);
    expect((await estate.run('approve', 'ip', '--step', 'delete:example.jp', '--confirm', 'ip')).code).toBe(0);
    // Killed with the deletion done and not proven: that nobody answers for the zone any more must not be held against it.
    expect((await estate.killAt('effect.before-verified#2')).signal).toBe('SIGKILL');
    const applied = await estate.apply();
    expect(applied.verdict('delete'), applied.text).toBe('done');
    expect(await primary.serial('example.jp')).toBeUndefined();
    expect(await primary.serial('known.example')).toBe(1);
    expect(existsSync(join(primary.folder, 'example.jp.zone'))).toBe(false);
    await vi.waitFor(
      async () => expect(await web.ask(OLD, estate.webPort, 'www.example.jp')).not.toBe('http://the-site/'),
      10_000,
    );

    // Still delegated to a server that refuses it: anybody who gets hold of that server would have the name.
    await estate.say(['secondary-zone', 'verify']);
    const handedOut = await estate.apply();
    expect(handedOut.verdict('verify')).not.toBe('done');
    expect(handedOut.text).toContain('delegation to ns1.example.jp (parent');
    await estate.parent.replace({ name: 'jp', text: '@ NS ns.jp.\nns A 127.0.0.1' });
    const gone = await estate.apply();
    expect(gone.verdict('verify'), gone.text).toBe('done');
  });
});

/** What has to be there for a zone that its server writes itself. */
const DYNAMIC: ServerKind = { web: 'apache', dynamic: true };

describe.skipIf(!canRun(DYNAMIC))('a zone that its server writes itself', () => {
  let estate: ServerEstate;
  beforeEach(async () => {
    estate = await startServerEstate(DYNAMIC);
    // Since its first update a journal lies beside the file.
    estate.update('update add note.example.jp. 60 IN TXT "by its own program"');
    await vi.waitFor(() => expect(existsSync(join(estate.primary.folder, 'example.jp.zone.jnl'))).toBe(true), 10_000);
  });
  afterEach(() => estate?.close());

  test('is never edited as a file, and goes on once the contract says how it is updated', async () => {
    const before = estate.zoneText();
    await estate.begin((text) => text.replace(/update: \{.*?\}/, 'file: example.jp.zone'));
    const refused = await estate.apply();
    expect(refused.code, refused.text).toBe(13);
    expect(refused.text).toContain('zone-dynamic');
    expect([estate.zoneText(), await estate.ttlAt(estate.primary)]).toEqual([before, 9]);

    const file = join(estate.folder, 'ip.yaml');
    await writeFile(file, asUpdated(estate)(await readFile(file, 'utf8')));
    expect((await estate.run('amend', 'ip', '--reason', 'the zone is dynamic')).code).toBe(0);
    await estate.apply();
    expect(await estate.ttlAt(estate.primary)).toBe(5);
  });

  test('is left alone with a key that its server does not take', async () => {
    await writeFile(join(estate.folder, 'tsig'), Buffer.from('another key than that').toString('base64'));
    await estate.begin();
    const unread = await estate.apply();
    expect([unread.code, unread.verdict('lower-ttl')]).toEqual([16, 'unreadable']);
    expect(unread.text).toContain('zone-not-transferred');
    expect(await estate.ttlAt(estate.primary)).toBe(9);
    const journal = readFileSync(join(estate.folder, '.kaiyaku/ip/journal.jsonl'), 'utf8');
    expect(journal).not.toContain('intended');
  });
});
