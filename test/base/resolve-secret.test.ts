// Secrets by reference: what comes out, and that nothing of it ever stands in an error.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KaiyakuError } from '../../src/base/errors.ts';
import { resolveSecret, type SecretReference, SECRET_BYTES_MAX } from '../../src/base/resolve-secret.ts';

const VALUE = 'Tr0ub4dor-and-3';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaiyaku-secret-'));
  mkdirSync(join(folder, 'folder'));
  const files = {
    plain: VALUE,
    line: `${VALUE}\n`,
    windows: `${VALUE}\r\n`,
    two: `${VALUE}\n\n`,
    empty: '',
    only: '\n',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content, { mode: 0o600 });
  writeFileSync(join(folder, 'binary'), Buffer.from([0xff, 0xfe, 0x00]), { mode: 0o600 });
  writeFileSync(join(folder, 'large'), 'x'.repeat(SECRET_BYTES_MAX + 1), { mode: 0o600 });
  writeFileSync(
    join(folder, 'tool.mjs'),
    "console.error('oops ' + process.argv[2]); process.exit(Number(process.argv[3]));",
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const resolve = (reference: SecretReference, options = {}) =>
  resolveSecret(reference, { baseDir: folder, env: {}, ...options });
const node = (script: string) => ({ command: [process.execPath, '-e', script] });

async function failure(reference: SecretReference): Promise<KaiyakuError> {
  const error = await resolve(reference).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(KaiyakuError);
  return error as KaiyakuError;
}

describe('a secret', () => {
  it.each([
    ['file:plain', VALUE],
    ['file:line', VALUE],
    ['file:windows', VALUE],
    ['file:two', `${VALUE}\n`],
    ['env:TOKEN', VALUE],
  ])('comes from %s', async (reference, expected) => {
    const secret = await resolve(reference, { env: { TOKEN: VALUE } });
    expect(secret.reveal()).toBe(expected);
    expect(`${String(secret)} ${JSON.stringify(secret)} ${inspect(secret)}`).not.toContain(VALUE);
  });

  it('comes from a command, without a shell, in the contract’s folder and with the environment', async () => {
    const script = "process.stdout.write(process.env.TOKEN + ' ' + process.cwd().split('/').at(-1) + '\\n')";
    const secret = await resolve(node(script), { env: { TOKEN: VALUE, PATH: process.env['PATH'] } });
    expect(secret.reveal()).toBe(`${VALUE} ${folder.split('/').at(-1)}`);
    const argument = await resolve({ command: [process.execPath, '-p', 'process.argv[1]', '$HOME; x'] });
    expect(argument.reveal()).toBe('$HOME; x');
  });

  it('in a file that others may read is told of', async () => {
    const warnings: string[] = [];
    const warn = (text: string) => void warnings.push(text);
    await resolve('file:plain', { warn });
    expect(warnings).toEqual([]);
    chmodSync(join(folder, 'plain'), 0o644);
    await resolve('file:plain', { warn });
    expect(warnings).toEqual(['the secret file plain can be read by others; run `chmod 600 plain`']);
  });
});

describe('no secret', () => {
  it.each(['env:MISSING', 'file:missing', 'file:folder', 'file:empty', 'file:only', 'file:binary', 'file:large'])(
    'is an error that says what to do: %s',
    async (reference) => {
      expect(await failure(reference)).toMatchObject({
        code: 'secret-unresolved',
        kind: 'user',
        detail: { next: expect.any(String) },
      });
    },
  );

  it('never repeats what it was given or what a command wrote', async () => {
    for (const reference of [VALUE, { command: [process.execPath, join(folder, 'tool.mjs'), VALUE, '3'] }]) {
      const error = await failure(reference);
      expect(error.code).toBe('secret-unresolved');
      expect(inspect(error, { depth: 9 })).not.toContain(VALUE);
    }
  });

  it.each([
    ['an exit code', node('process.exit(3)'), 'it ended with 3'],
    ['no output', node(''), 'it is empty'],
    ['a signal', node("process.kill(process.pid, 'SIGTERM')"), 'it ended with SIGTERM'],
    ['no such program', { command: ['/no/such/program'] }, 'it could not be started: ENOENT'],
  ])('from a command that ends with %s', async (_, reference, why) => {
    expect((await failure(reference)).detail.why).toBe(why);
  });

  it('is waited for only until it is cancelled', async () => {
    const reason = new Error('cancelled by the test');
    const signal = AbortSignal.abort(reason);
    await expect(resolve(node('setTimeout(() => {}, 60000)'), { signal })).rejects.toBe(reason);
  });
});
