// An additional address whose domains kaiyaku itself moves and deletes in Plesk, through the front door: to the end by either door,
// out of order, with a server that answers otherwise. What happened is asked of the simulator, never of kaiyaku.
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  attested,
  DAY,
  fileTheEnd,
  NAME,
  names,
  PERSONS,
  type PleskEstate,
  type Said,
  startPleskEstate,
  stepOf,
} from '../helpers/plesk-estate.ts';
import { jsonOf, type Ran } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const { moves, addOn, deleted, stranger, mainAddress, additionalAddress } = names;
const open: PleskEstate[] = [];
afterEach(async () => {
  for (const estate of open.splice(0)) await estate.close();
});
async function started(by?: 'api' | 'ssh'): Promise<PleskEstate> {
  const estate = await startPleskEstate(by);
  open.push(estate);
  await estate.all(['open', NAME]);
  return estate;
}

const short = ({ out, err }: Ran) => `${/"outcome".*|"sentence": "(?!attested|after).*/.exec(out)?.[0] ?? ''} ${err}`;
const codesOf = (ran: Ran, id: string) => stepOf(ran, id).reasons.map(({ code }) => code);

/** Everything up to the deletion: both are backed up, and the one is moved and verified. */
async function moved(estate: PleskEstate): Promise<void> {
  await estate.apply();
  await estate.all(PERSONS[0]!);
  const ran = await estate.apply();
  expect(stepOf(ran, `change:${moves}`).verdict, short(ran)).toBe('done');
  await estate.all(...PERSONS.slice(1, 4));
}

async function deletedToo(estate: PleskEstate): Promise<void> {
  await estate.all(['approve', NAME, '--step', `delete:${deleted}`, '--confirm', NAME]);
  const ran = await estate.apply();
  expect(stepOf(ran, `delete:${deleted}`).verdict, short(ran)).toBe('done');
}

describe.each(['api', 'ssh'] as const)('by %s', (by) => {
  test('to the end: backed up, moved, deleted; each once, and nothing of others', async () => {
    const estate = await started(by);
    await moved(estate);
    await deletedToo(estate);
    await estate.all(...PERSONS.slice(4));
    const ran = await estate.apply();
    expect(stepOf(ran, 'address-unused').verdict, short(ran)).toBe('done');
    const end = await fileTheEnd(estate);
    expect(end.code, short(end)).toBe(0);

    expect((await estate.changes()).filter((one) => !one.startsWith('backed up'))).toEqual([
      `web moved ${moves}`,
      `mail moved ${moves}`,
      `subscription removed ${deleted}`,
    ]);
    const { subscriptions, zones } = await estate.world();
    expect(subscriptions.map(({ name, web, mail }) => [name, web, mail])).toEqual([
      [moves, [mainAddress], [mainAddress]],
      [stranger, [mainAddress], [mainAddress]],
    ]);
    expect(subscriptions[0]!.sites.map(({ name }) => name)).toEqual([addOn]);
    expect(JSON.stringify(zones)).not.toContain(additionalAddress);

    const entries = await estate.entries();
    expect(JSON.stringify(entries)).not.toContain('simulated-plesk-key');
    expect(JSON.stringify(entries)).not.toContain('PRIVATE KEY');
    const verified = entries.flatMap(({ kind, body }) =>
      kind === 'verified' && JSON.stringify(body).includes(`remove:plesk:domain:${deleted}`)
        ? [JSON.stringify(body)]
        : [],
    );
    expect(verified.join()).toContain('subscription --list was read');
    expect((await estate.run(['verify', NAME])).code).toBe(0);
    expect((await estate.run(['status', NAME])).out).toContain('complete');
  });
});

describe('the form waits', () => {
  test('while another site, which the contract does not name, is still on the address', async () => {
    const estate = await started();
    await moved(estate);
    await deletedToo(estate);
    await estate.all(...PERSONS.slice(4));
    await estate.change(({ subscriptions }) => {
      subscriptions.find(({ name }) => name === stranger)!.web = [additionalAddress];
    });
    const ran = await estate.apply();
    expect(ran.code, short(ran)).toBe(13);
    expect(stepOf(ran, 'address-unused').verdict).toBe('blocked');
    expect(JSON.stringify(stepOf(ran, 'address-unused'))).toContain('sites (1)');
    expect((await estate.run(['request', NAME, 'cancellation-form'])).err).toContain('R03');
  });

  test('while a record that a person wrote still names the address', async () => {
    const estate = await started();
    await estate.change(({ zones }) => {
      zones
        .find(({ name }) => name === moves)!
        .records.push({ name: `vpn.${moves}.`, type: 'TXT', value: `v=spf1 ip4:${additionalAddress} -all` });
    });
    await estate.apply();
    await estate.all(PERSONS[0]!);
    const ran = await estate.apply();
    expect(stepOf(ran, `change:${moves}`).verdict, short(ran)).toBe('blocked');
    expect(JSON.stringify(stepOf(ran, `change:${moves}`))).toContain(`vpn.${moves} TXT on Plesk`);
    expect(await estate.changes()).toContain(`web moved ${moves}`);
    await estate.change(({ zones }) => {
      for (const zone of zones) zone.records = zone.records.filter(({ name }) => name !== `vpn.${moves}.`);
    });
    expect(stepOf(await estate.apply(), `change:${moves}`).verdict).toBe('done');
  });
});

describe('nothing is deleted', () => {
  test('without an approval (R16), nor out of order (R03)', async () => {
    const estate = await started();
    const first = await estate.apply('--until', `back-up:${moves}`);
    expect(codesOf(first, `delete:${deleted}`), short(first)).toContain('R03');
    const ran = await estate.apply();
    expect(stepOf(ran, `delete:${deleted}`).verdict).toBe('needs-approval');
    expect((await estate.changes()).filter((one) => !one.startsWith('backed up'))).toEqual([]);
  });

  test('without a backup that can be read back at that very moment (R11): another one is taken first', async () => {
    const estate = await started();
    await moved(estate);
    await estate.all(['approve', NAME, '--step', `delete:${deleted}`, '--confirm', NAME]);
    await estate.change(({ backups }) => {
      for (const backup of backups) backup.damaged = true;
    });
    const refused = await estate.apply();
    expect(jsonOf<Said>(refused).error?.code, short(refused)).toBe('R11');
    expect((await estate.world()).subscriptions.map(({ name }) => name)).toContain(deleted);
    const ran = await estate.apply();
    expect(stepOf(ran, `delete:${deleted}`).verdict, short(ran)).toMatch(/done|needs-approval/);
    expect((await estate.changes()).filter((one) => one === `backed up ${deleted}`)).toHaveLength(2);
  });

  test('while another site would go along (R04)', async () => {
    const estate = await started();
    await estate.change(({ subscriptions }) => {
      const one = subscriptions.find(({ name }) => name === deleted)!;
      one.sites.push({ name: `shop.${deleted}`, hosting: 'Physical hosting' });
    });
    await estate.apply();
    await estate.run(['approve', NAME, '--step', `delete:${deleted}`, '--confirm', NAME]);
    const ran = await estate.apply();
    expect(codesOf(ran, `delete:${deleted}`), short(ran)).toContain('R04');
    expect(stepOf(ran, `delete:${deleted}`).sentence).toContain(`shop.${deleted}`);
    expect((await estate.world()).subscriptions.map(({ name }) => name)).toContain(deleted);
  });

  test('that hangs on another address (R07), nor on a server that is not the contract’s', async () => {
    const estate = await started();
    await estate.change(({ subscriptions }) => {
      subscriptions.find(({ name }) => name === deleted)!.web = [mainAddress];
    });
    await estate.apply();
    await estate.run(['approve', NAME, '--step', `delete:${deleted}`, '--confirm', NAME]);
    const ran = await estate.apply();
    expect(codesOf(ran, `delete:${deleted}`), short(ran)).toContain('R07');
    await estate.change((state) => {
      state.addresses = state.addresses.filter(({ address }) => address !== mainAddress);
    });
    const other = await estate.apply();
    expect(other.out).toContain('R07');
    expect((await estate.changes()).filter((one) => !one.startsWith('backed up'))).toEqual([]);
  });
});

test('R26: a key that is not offered a utility is told before the first change', async () => {
  const estate = await started();
  await estate.apply();
  await estate.all(PERSONS[0]!);
  await estate.change((state) => {
    state.utilities = state.utilities.filter((one) => one !== 'pleskrestore');
  });
  const ran = await estate.apply();
  expect(codesOf(ran, `change:${moves}`), short(ran)).toContain('R26');
  expect((await estate.changes()).filter((one) => !one.startsWith('backed up'))).toEqual([]);
});

describe('a Plesk that', () => {
  test('answers in another form is unreadable: nothing is done, and nothing is called gone', async () => {
    const estate = await started();
    await estate.fault({ name: 'garbage', match: { utility: 'subscription', times: 'always' } });
    const ran = await estate.apply();
    expect(ran.code, short(ran)).toBe(16);
    expect(stepOf(ran, `back-up:${moves}`).verdict).toBe('unreadable');
    expect(await estate.changes()).toEqual([]);
  });

  test('loses the line after it deleted: found so, and deleted once', async () => {
    const estate = await started();
    await moved(estate);
    await estate.all(['approve', NAME, '--step', `delete:${deleted}`, '--confirm', NAME]);
    await estate.fault({ name: 'cut-after', match: { utility: 'subscription', command: '--remove' } });
    let ran = await estate.apply();
    if (ran.code === 16) ran = await estate.apply();
    expect(stepOf(ran, `delete:${deleted}`).verdict, short(ran)).toBe('done');
    expect((await estate.changes()).filter((one) => one === `subscription removed ${deleted}`)).toHaveLength(1);
  });

  test('refuses the move: recorded as failed with its code, tried again, moved once', async () => {
    const estate = await started();
    await estate.apply();
    await estate.all(PERSONS[0]!);
    await estate.fault({ name: 'code', code: 1, match: { utility: 'subscription', command: '--update' } });
    const failed = await estate.apply();
    expect(jsonOf<Said>(failed).error?.code, short(failed)).toBe('plesk-refused');
    expect((await estate.entries()).at(-1)).toMatchObject({ kind: 'failed', body: { code: 'plesk-refused' } });
    expect(stepOf(await estate.apply(), `change:${moves}`).verdict).toBe('done');
    expect((await estate.changes()).filter((one) => one === `web moved ${moves}`)).toHaveLength(1);
  });

  test('does not accept the key says so', async () => {
    const estate = await started();
    await estate.edit('file:secrets/key', 'file:secrets/other');
    await estate.all(['amend', NAME, '--reason', 'another key']);
    const ran = await estate.apply();
    expect(ran.code, short(ran)).toBe(16);
    expect(stepOf(ran, `back-up:${moves}`).sentence).toContain('does not accept the key');
  });
});

describe('the section', () => {
  test('is refused where Plesk is reached by the address that ends, or by two doors, or has no domain', async () => {
    const estate = await startPleskEstate();
    open.push(estate);
    const checked = async (from: string | RegExp, to: string) => {
      await estate.edit(from, to);
      return (await estate.run(['check', `${NAME}.yaml`])).out;
    };
    expect(await checked(/root: "[^"]*"/, `root: "https://${additionalAddress}:8443"`)).toContain(
      'plesk-over-additional-ip',
    );
    expect(
      await checked('  backup:', `  ssh: { host: h, hostKey: "SHA256:${'A'.repeat(43)}", password: env:P }\n  backup:`),
    ).toContain('both api and ssh');
    expect(await checked('panel: plesk', 'panel: webmin')).toContain('the panel of the server is webmin');
  });

  test('makes steps kaiyaku’s own: nobody attests them', async () => {
    const estate = await started();
    const ran = await estate.run(attested(`back-up:${moves}`, `backedUpOn=${DAY}`));
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('not a person’s step')]);
  });
});
