// SIGKILL in the middle of `apply` while it takes a domain out of a web server's configuration and out of its name server, over SSH,
// at every instant of both effects in turn: each file is the old one or the new one and never half, it is replaced once, what stays goes on
// being served, and the run comes to the same end. Without BIND, sshd and Apache it is skipped and says so.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deleted, hasServerEstate, OLD, startServerEstate } from '../helpers/server-estate.ts';

const TIMEOUT_MS = 900_000;
/** Each strikes, in this order: first while the site goes (its file is written), then while the zone goes (named is not told yet). */
const SITE_GOES = ['before-intended', 'after-intended', 'during-act#1', 'after-done', 'before-verified'];
const ZONE_GOES = [
  'before-intended',
  'after-intended',
  'during-act#2',
  'after-act',
  'before-verified',
  'after-verified',
];
const INSTANTS = [...SITE_GOES, ...ZONE_GOES].map((instant) => `effect.${instant}`);
if (!hasServerEstate)
  console.warn('skipped: BIND, sshd or Apache is not installed, so nothing can be killed while it deletes');

test.skipIf(!hasServerEstate)(
  'killed at every instant, a domain is deleted once, and its neighbour stays',
  { timeout: TIMEOUT_MS },
  async () => {
    const estate = await startServerEstate();
    const { primary, web, site } = estate;
    try {
      await estate.begin(deleted(estate));
      const config = join(primary.folder, 'named.conf');
      const zoneFile = join(primary.folder, 'example.jp.zone');
      const before = { config: readFileSync(config, 'latin1'), site: readFileSync(site, 'latin1') };
      const statement = /zone "example\.jp" \{.*\};\n/.exec(before.config)![0].trimEnd();
      const after = { config: before.config.replace(statement, '') };
      const texts = { config: new Set<string>(), site: new Set<string>() };
      const writes = { config: new Set<string>(), site: new Set<string>() };
      const look = (what: keyof typeof texts, path: string): void => {
        texts[what].add(readFileSync(path, 'latin1'));
        const { ino, mtimeMs } = statSync(path);
        writes[what].add(`${ino} ${mtimeMs}`);
      };
      const approved = await estate.run('approve', 'ip', '--step', 'delete:example.jp', '--confirm', 'ip');
      expect(approved.code, approved.err).toBe(0);
      for (const instant of INSTANTS) {
        const ran = await estate.killAt(instant);
        expect(ran.signal, `${instant}: exit ${ran.code} ${ran.out}${ran.err}`).toBe('SIGKILL');
        look('config', config);
        look('site', site);
        // Its file goes last: nothing is configured that is not there.
        if (!existsSync(zoneFile)) expect(readFileSync(config, 'latin1')).toBe(after.config);
        expect(await primary.serial('known.example')).toBe(1);
      }
      const applied = await estate.apply();
      expect(applied.verdict('delete'), applied.text).toBe('done');

      expect([...texts.config].sort()).toEqual([before.config, after.config].sort());
      expect(texts.site.size).toBe(2);
      expect([...texts.site]).toContain(before.site);
      // Nothing was replaced twice, not even by the same text.
      expect([writes.config.size, writes.site.size]).toEqual([2, 2]);
      expect([await primary.serial('example.jp'), existsSync(zoneFile)]).toEqual([undefined, false]);
      expect(await web.ask(OLD, estate.webPort, 'www.example.jp')).not.toBe('http://the-site/');
      const done = (await estate.entries()).flatMap(({ kind, body }) => (kind === 'done' ? [body.effect] : []));
      expect(done.map((id) => id.split(':').slice(1, 3).join(':'))).toEqual([
        'example.jp/remove-site:web-server',
        'example.jp/remove-zone:bind',
      ]);
      expect((await estate.run('verify', 'ip')).code).toBe(0);
    } finally {
      await estate.close();
    }
  },
);
