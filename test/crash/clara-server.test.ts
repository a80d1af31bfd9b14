// SIGKILL in the middle of `apply` while it edits a zone and a web server's configuration over SSH, at every named instant in turn: a
// file is the old one or the new one and never half, the run comes to the same end, and nothing is done twice. Without BIND,
// sshd and Apache it is skipped and says so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { hasServerEstate, NEW, OLD, startServerEstate } from '../helpers/server-estate.ts';

const TIMEOUT_MS = 900_000;
const ROUNDS_MAX = 120;
if (!hasServerEstate)
  console.warn('skipped: BIND, sshd or Apache is not installed, so nothing can be killed while it edits');

test.skipIf(!hasServerEstate)(
  'killed at changing instants of every effect, both files are always whole, and each is changed once',
  { timeout: TIMEOUT_MS },
  async () => {
    const estate = await startServerEstate();
    try {
      await estate.begin();
      const site = join(estate.web.folder, 'sites', 'example.conf');
      const zones = new Set<string>();
      const sites = new Set<string>();
      const struck = new Set<string>();
      const unexpected: string[] = [];
      let changed = false;
      for (let round = 0; round < ROUNDS_MAX && !changed; round += 1) {
        const point = FAULT_POINTS[round % FAULT_POINTS.length]!;
        // Within an act there are several instants: after each file, before the server is told.
        const nth = 1 + (Math.floor(round / FAULT_POINTS.length) % 2);
        const ran = await estate.killAt(`${point}#${nth}`);
        zones.add(estate.zoneText());
        sites.add(readFileSync(site, 'latin1'));
        if (ran.signal === 'SIGKILL') struck.add(point);
        else if (![11, 13, 15, 16, 10].includes(ran.code))
          unexpected.push(`${round} ${point}: exit ${ran.code} ${ran.err}`);
        await estate.follow();
        if (ran.out.includes('waiting-until')) await estate.pass(1);
        changed =
          (await estate.addressAt(estate.primary))[0] === NEW && (await estate.plan()).verdict('change') === 'done';
      }
      expect({ changed, unexpected }).toEqual({ changed: true, unexpected: [] });
      expect(struck.size).toBeGreaterThan(FAULT_POINTS.length / 2);
      // As it was, with the lower TTL, with the other address.
      expect(zones.size).toBeLessThanOrEqual(3);
      for (const zone of zones) expect([zone.split('\n').length, zone.endsWith('-all"\n')]).toEqual([10, true]);
      expect([...sites].filter((text) => !text.endsWith('</VirtualHost>\n'))).toEqual([]);
      expect(sites.size).toBe(2);
      expect(readFileSync(site, 'latin1').split(NEW)).toHaveLength(2);
      expect(readFileSync(join(estate.web.folder, 'main.conf'), 'latin1').split(`Listen ${NEW}`)).toHaveLength(2);
      // One serial for the TTL and one for the address: nothing was published twice.
      expect(await estate.primary.serial('example.jp')).toBe(3);
      expect((await estate.run('verify', 'ip')).code).toBe(0);
      for (const address of [OLD, NEW])
        expect(await estate.web.ask(address, estate.webPort, 'www.example.jp')).toBe('http://the-site/');
    } finally {
      await estate.close();
    }
  },
);
