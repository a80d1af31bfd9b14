// A domain moves on a real server, from the front door: kaiyaku lowers the TTL, waits, has the web server answer on both addresses,
// changes the zone, and leaves the address when nobody uses it. Real name servers, sshd and Apache; without them it is skipped
// and says so.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startServerEstate, hasServerEstate, type ServerEstate } from '../helpers/server-estate.ts';
import { NEW, OLD } from '../helpers/server-estate.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });
if (!hasServerEstate) console.warn('skipped: BIND, sshd or Apache is not installed, so no domain can move');

describe.skipIf(!hasServerEstate)('a domain that moves on its server', () => {
  let estate: ServerEstate;
  beforeEach(async () => {
    estate = await startServerEstate();
  });
  afterEach(() => estate?.close());

  test('goes step by step, and not before what resolvers remember has run out', async () => {
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
      expect(await web.ask(address, estate.webPort, 'www.example.jp')).toBe('http://the-site/');

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
    expect(await web.ask(OLD, estate.webPort, 'www.example.jp')).toBeUndefined();
    await estate.run('approve', 'ip', '--step', 'cancellation-form', '--confirm', 'ip');
    expect((await estate.run('request', 'ip', 'cancellation-form')).out).toContain('解約');
    expect((await estate.run('verify', 'ip')).code).toBe(0);
    const entries = await estate.entries();
    for (const verb of ['lower-ttl', 'serve-also', 'move-address', 'leave-address'])
      expect(entries.filter(({ kind, body }) => kind === 'done' && body.effect.includes(`/${verb}:`))).toHaveLength(1);
  });

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
    await estate.begin((text) =>
      text
        .replace('fate: move', 'fate: delete')
        .replace(/ +secondary: .*\n/, '')
        .replace(/, "127[^,]*": ns2\.example\.jp/, '')
        .replace('  resolvers:', '  knownZone: known.example\n  resolvers:')
        .replace('    rndc:', `    config: ${primary.folder}/named.conf\n    rndc:`),
    );
    const asked = await estate.apply();
    expect([asked.code, asked.verdict('delete')]).toEqual([11, 'needs-approval']);
    expect((await estate.run('approve', 'ip', '--step', 'delete:example.jp', '--confirm', 'ip')).code).toBe(0);
    const deleted = await estate.apply();
    expect(deleted.verdict('delete'), deleted.text).toBe('done');
    expect(await primary.serial('example.jp')).toBeUndefined();
    expect(await primary.serial('known.example')).toBe(1);
    expect(existsSync(join(primary.folder, 'example.jp.zone'))).toBe(false);
    expect(await web.ask(OLD, estate.webPort, 'www.example.jp')).not.toBe('http://the-site/');

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
