// Looking changes nothing: not in the folder, not in the journal, not in either world. And what is called offline opens no
// socket and resolves no secret.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { type Estate, NAME, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { door } from '../helpers/simulators.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let estate: Estate;
let unopened: Estate;
beforeAll(async () => {
  estate = await startEstate();
  unopened = await estate.branch();
});
afterAll(async () => {
  await unopened.close();
  await estate.close();
});

/** Every file with its content, its mode and when it was last written. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const { mode, mtimeMs, isFile } = await stat(join(folder, name)).then((one) => ({
      mode: one.mode,
      mtimeMs: one.mtimeMs,
      isFile: one.isFile(),
    }));
    const hash = isFile
      ? createHash('sha256')
          .update(await readFile(join(folder, name)))
          .digest('hex')
      : 'folder';
    found[name] = `${mode.toString(8)} ${mtimeMs} ${hash}`;
  }
  return found;
}

describe('looking', () => {
  const methodsSeen = async () =>
    (await door<{ method: string }[]>(estate.apiOrigin, '/_requests')).map((one) => one.method);
  const typed = async () => (await door<{ received: string[] }>(estate.fortigate.admin, '/_world')).received;

  async function expectReadOnly(all: readonly (readonly string[])[]): Promise<void> {
    const before = { files: await filesOf(estate.folder), effects: await estate.effects() };
    const lines = (await typed()).length;
    for (const args of all) {
      const ran = await estate.run(args);
      expect({ args, code: ran.code }, ran.out + ran.err).toEqual({ args, code: EXIT.ok });
    }
    expect({ files: await filesOf(estate.folder), effects: await estate.effects() }).toEqual(before);
    expect(new Set(await methodsSeen())).toEqual(new Set(['GET']));
    expect((await typed()).slice(lines).filter((line) => /^(execute|config|set)\b/.test(line))).toEqual([]);
  }

  test('before there is a journal', async () => {
    await expectReadOnly([
      ['plan', NAME],
      ['plan', NAME, '--format', 'json'],
      ['check', `${NAME}.yaml`],
      ['terms', NAME],
    ]);
    expect(existsSync(join(estate.folder, '.kaiyaku'))).toBe(false);
  });

  test('with everything approved and ready to be done', async () => {
    await toTheNotice(estate);
    await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
    await expectReadOnly([
      ['plan', NAME],
      ['plan', NAME, '--verbose'],
      ['plan', NAME, '--format', 'json', '--today', '2026-12-15'],
      ['check', `${NAME}.yaml`],
      ['terms', NAME, '--accepted-on', '2026-12-21'],
      ['status', NAME],
      ['status'],
      ['verify', NAME, '--history'],
      ['schema'],
      ['explain', 'R13'],
    ]);
  });

  test('apply --dry-run is no more than that', async () => {
    const before = { files: await filesOf(estate.folder), effects: await estate.effects() };
    expect((await estate.run(['apply', NAME, '--dry-run'])).code).toBe(EXIT.moreToDo);
    const { ['.kaiyaku']: _, [`.kaiyaku/${NAME}/lock`]: __, ...after } = await filesOf(estate.folder);
    expect(before.files).toMatchObject(after);
    expect(await estate.effects()).toEqual(before.effects);
  });
});

describe('offline', () => {
  let listener: Server;
  let calls = 0;
  let offline: Estate;

  /** The folder as it was before `open`, with a trap for everything that a command could reach or resolve. */
  beforeAll(async () => {
    listener = createServer((socket) => {
      calls += 1;
      socket.destroy();
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    offline = await unopened.branch();
    await offline.edit(/root: .*/, `root: http://127.0.0.1:${port}/cloud/zone`);
    await offline.edit(/port: \d+/, `port: ${port}`);
    await offline.edit('token: file:secrets/token', 'token: env:KAIYAKU_TEST_NOT_SET');
    await offline.edit('secret: file:secrets/secret', 'secret: { command: [touch, it-was-run] }');
    await rm(join(offline.folder, 'secrets'), { recursive: true });
  });
  afterAll(async () => {
    listener.close();
    await offline.close();
  });

  const nothingHappened = () => {
    expect(calls).toBe(0);
    expect(existsSync(join(offline.folder, 'it-was-run'))).toBe(false);
  };

  const everyVerb = async () => {
    for (const args of [
      ['check', `${NAME}.yaml`],
      ['terms', NAME],
      ['status', NAME],
      ['verify', NAME],
      ['schema'],
      ['explain', 'SF8'],
      ['completion', 'bash'],
      ['calendar', `${NAME}.yaml`],
    ])
      for (const format of [[], ['--format', 'json']]) {
        if (format.length > 0 && ['schema', 'completion', 'calendar'].includes(args[0]!)) continue;
        const ran = await offline.run([...args, ...format]);
        expect({ args, code: ran.code }, ran.out + ran.err).toEqual({ args, code: EXIT.ok });
      }
    expect([EXIT.ok, EXIT.waitingForDate, EXIT.waitingForPerson]).toContain((await offline.run(['due'])).code);
  };

  test('persons’ steps, and what reads the files and the journal only', async () => {
    await toTheNotice(offline);
    await runAll(offline, ['hold', NAME, '--reason', 'x'], ['release', NAME, '--reason', 'x']);
    await everyVerb();
    nothingHappened();
  });

  test('plan would have met the traps', async () => {
    const ran = await offline.run(['plan', NAME, '--detailed-exitcode']);
    expect(ran.code, ran.out + ran.err).toBe(EXIT.couldNotLook);
    expect(calls).toBeGreaterThan(0);
  });
});
