// `simulate registry` answers the clients of everybody: `whois` and `curl`. Where one is not installed its test is skipped and
// says so.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulate } from '../helpers/simulators.ts';

const has = (name: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
const ran = (...[command = '', ...args]: string[]) =>
  execFileSync(command, args, { encoding: 'utf8', timeout: 20_000 });
for (const name of ['whois', 'curl']) if (!has(name)) console.warn(`skipped: ${name} is not installed`);

describe('the simulated registry', () => {
  let line: { listening: string; bootstrap: string; whois: string };
  let stop = () => {};
  beforeAll(async () => {
    const { child, said } = await simulate<typeof line>(['registry']);
    line = said;
    stop = () => void child.kill('SIGTERM');
  });
  afterAll(() => stop());

  test.skipIf(!has('whois'))('answers whois', () => {
    const [host = '', port = ''] = line.whois.split(':');
    const text = ran('whois', '-h', host, '-p', port, 'example.jp/e');
    expect(text).toMatch(/^\[Domain Name\] +EXAMPLE\.JP\s*$/m);
    expect(text).toMatch(/^\[Expires on\] +2028\/08\/31\s*$/m);
    expect(ran('whois', '-h', host, '-p', port, 'gone.jp/e')).toContain('No match!!');
  });

  test.skipIf(!has('curl'))('answers curl', () => {
    const domain = JSON.parse(ran('curl', '-sS', `${line.listening}domain/shop.example`)) as { ldhName: string };
    expect(domain.ldhName).toBe('SHOP.EXAMPLE');
    const head = ran(
      'curl',
      '-sS',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code} %{content_type}',
      `${line.listening}domain/gone.example`,
    );
    expect(head).toBe('404 application/rdap+json');
    expect(ran('curl', '-sS', line.bootstrap)).toContain(line.listening);
  });
});
