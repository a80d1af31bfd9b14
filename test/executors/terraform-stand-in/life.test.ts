// A whole life by the real terraform: init, validate, plan, apply, a plan without changes, drift, a change, import and
// destroy, with both providers, against the simulated account.
import { describe, expect, test } from 'vitest';
import { estate, header, prefixOf, type Version } from './estates.ts';
import { bench, WITHOUT_TERRAFORM } from './terraform.ts';

describe.skipIf(WITHOUT_TERRAFORM !== '').each<Version>(['v2', 'v3'])(
  `the stand-in for %s${WITHOUT_TERRAFORM}`,
  { timeout: 120_000 },
  (version) => {
    const p = prefixOf(version);

    test('creates, changes nothing, changes, destroys', async () => {
      const { sim, run, changes, config } = await bench();
      config(estate(version));
      expect(await run('init', '-input=false', '-no-color')).toMatchObject({ code: 0 });
      const validated = await run('validate', '-json');
      expect(JSON.parse(validated.out)).toMatchObject({ valid: true, error_count: 0 });
      const created = await changes();
      expect(new Set(created.map((one) => one.split(' ')[1]))).toEqual(new Set(['create']));
      const applied = await run('apply', '-input=false', '-no-color', 'plan.bin');
      expect(applied.out).toContain(`${created.length} added, 0 changed, 0 destroyed`);
      expect(await changes()).toEqual([]);

      const zone = sim.world().zones.is1b;
      expect(zone.servers).toMatchObject([{ name: 'fgt', power: 'up', plan: { memoryMB: 2048 } }]);
      expect(zone.interfaces.map((nic) => nic.userIp !== null)).toEqual([true, false]);
      expect(zone.packetFilters[0]!.expression).toHaveLength(2);
      expect(zone.ptrs).toMatchObject([{ hostName: 'fgt.example.com' }]);

      sim.change(
        (state) => void (state.zones.is1b.switches.find(({ name }) => name === 'lan')!.description = 'by hand'),
      );
      const sw = version === 'v2' ? 'switch' : 'vswitch';
      expect(await changes()).toEqual([`${p}_${sw}.lan update`]);

      config(estate(version, 'second'));
      expect((await changes()).sort()).toEqual([
        `${p}_disk.system update`,
        `${p}_server.fgt update`,
        `${p}_${sw}.lan update`,
      ]);
      expect(await run('apply', '-input=false', '-no-color', 'plan.bin')).toMatchObject({ code: 0 });
      expect(await changes()).toEqual([]);

      const destroyed = await run('destroy', '-auto-approve', '-input=false', '-no-color');
      expect(destroyed.out).toContain(`Destroy complete! Resources: ${created.length} destroyed`);
      const { servers, disks, routers, switches, subnets, packetFilters, archives, autoBackups } =
        sim.world().zones.is1b;
      expect([servers, disks, routers, switches, subnets, packetFilters, autoBackups].flat()).toEqual([]);
      expect(archives).toHaveLength(1);
    });

    test('imports by an import block and then changes nothing', async () => {
      const { sim, run, changes, config } = await bench();
      sim.change({
        add: { zone: 'is1b', collection: 'disks', object: { id: '113000000300', name: 'by-hand', tags: ['x'] } },
      });
      const resource = `${header(version)}
resource "${p}_disk" "mine" {
  name = "by-hand"
  tags = ["x"]
}
import {
  to = ${p}_disk.mine
  id = "113000000300"
}
`;
      config(resource);
      expect(await changes()).toEqual([]);
      const applied = await run('apply', '-input=false', '-no-color', 'plan.bin');
      expect(applied.out).toContain('1 imported, 0 added, 0 changed, 0 destroyed');
      expect(await changes()).toEqual([]);
    });

    test('notices what was deleted behind its back', async () => {
      const { sim, run, changes, config } = await bench();
      config(`${header(version)}
resource "${p}_disk" "a" {
  name = "a"
}
`);
      expect(await run('apply', '-auto-approve', '-input=false', '-no-color')).toMatchObject({ code: 0 });
      sim.change((state) => void (state.zones.is1b.disks = []));
      expect(await changes()).toEqual([`${p}_disk.a create`]);
    });

    test('what the API made is in the state, also when the creation fails after it', async () => {
      const { sim, run, changes, config } = await bench();
      config(`${header(version)}
resource "${p}_server" "half" {
  name = "half"
}
`);
      sim.addFault({ name: 'http-500', match: { call: 'PUT /server/:id/power', times: 'always' } });
      const failed = await run('apply', '-auto-approve', '-input=false', '-no-color');
      expect(failed).toMatchObject({ code: 1, out: expect.stringContaining('500') as string });
      sim.clearFaults();
      expect(await changes()).toEqual([`${p}_server.half delete+create`]);
      expect(await run('apply', '-input=false', 'plan.bin')).toMatchObject({ code: 0 });
      expect(sim.world().zones.is1b.servers).toMatchObject([{ name: 'half', power: 'up' }]);
    });

    test('a server that moves to another switch has another address, or none', async () => {
      const { run, changes, config } = await bench();
      const lan = version === 'v2' ? 'switch' : 'vswitch';
      const nic = (upstream: string) =>
        version === 'v2'
          ? `network_interface {\n    upstream = ${upstream}\n  }`
          : `network_interface = [{ upstream = ${upstream} }]`;
      const text = (upstream: string) => `${header(version)}
resource "${p}_${lan}" "lan" {
  name = "lan"
}
resource "${p}_server" "a" {
  name = "a"
  ${nic(upstream)}
}
`;
      config(text('"shared"'));
      expect(await run('apply', '-auto-approve', '-input=false', '-no-color')).toMatchObject({ code: 0 });
      config(text(`${p}_${lan}.lan.id`));
      expect(await changes()).toEqual([`${p}_server.a update`]);
      const moved = await run('apply', '-input=false', '-no-color', 'plan.bin');
      expect(moved.code, moved.out).toBe(0);
      expect(await changes()).toEqual([]);
    });

    test('a router with another bandwidth and a server with another plan go on under new ids', async () => {
      const { sim, run, changes, config } = await bench();
      const text = (width: number, memory: number) => `${header(version)}
resource "${p}_internet" "wan" {
  name       = "wan"
  band_width = ${width}
}
resource "${p}_server" "fgt" {
  name   = "fgt"
  memory = ${memory}
}
`;
      config(text(100, 1));
      expect(await run('apply', '-auto-approve', '-input=false', '-no-color')).toMatchObject({ code: 0 });
      config(text(250, 2));
      expect(await changes()).toEqual([`${p}_internet.wan update`, `${p}_server.fgt update`]);
      expect(await run('apply', '-input=false', 'plan.bin')).toMatchObject({ code: 0 });
      expect(await changes()).toEqual([]);
      expect(sim.world().renewals).toHaveLength(2);
    });

    test('takes neither a 401 nor a 503 for an absence', async () => {
      const { sim, run, changes, config } = await bench();
      const disk = `resource "${p}_disk" "a" {\n  name = "a"\n}\n`;
      config(header(version) + disk);
      expect(await run('apply', '-auto-approve', '-input=false', '-no-color')).toMatchObject({ code: 0 });
      config(header(version, 'wrong') + disk);
      for (const command of ['plan', 'destroy']) {
        const refused = await run(
          command,
          '-input=false',
          '-no-color',
          ...(command === 'destroy' ? ['-auto-approve'] : []),
        );
        expect(refused.code).toBe(1);
        expect(refused.out).toContain('401');
      }
      config(header(version) + disk);
      sim.addFault({ name: 'http-503', match: { call: 'GET /disk/:id', times: 'always' } });
      expect((await run('plan', '-input=false', '-no-color')).out).toContain('503');
      sim.clearFaults();
      expect((await run('state', 'list')).out).toBe(`${p}_disk.a\n`);
      expect(await changes()).toEqual([]);
    });
  },
);
