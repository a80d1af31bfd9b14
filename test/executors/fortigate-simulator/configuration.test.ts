// The configuration's text: it nests, it says what the device is, and no two dumps of it are alike.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORTIGATE_PROFILES } from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { grep } from '../../../src/executors/fortigate-ssh/simulator/grep.ts';
import { complete, parseLine } from '../../../src/executors/fortigate-ssh/simulator/words.ts';
import { connect, exec, scpFrom, shell, start } from './client.ts';

/** Words outside double quotes, a line each. */
function outsideQuotes(text: string): string[] {
  let quoted = false;
  let out = '';
  for (let index = 0; index < text.length; index += 1) {
    if (quoted && text[index] === '\\') index += 1;
    else if (text[index] === '"') quoted = !quoted;
    else if (!quoted) out += text[index];
  }
  expect(quoted).toBe(false);
  return out.split('\n').map((line) => line.trim());
}

/** Depth after each block; `end` also closes an open entry, as in the last part of a file with VDOMs. */
function nests(text: string): boolean {
  const stack: string[] = [];
  for (const line of outsideQuotes(text)) {
    if (line.startsWith('config ')) stack.push('config');
    else if (/^edit( |$)/.test(line)) stack.push('edit');
    else if (line === 'next' && stack.pop() !== 'edit') return false;
    else if (line === 'end') {
      if (stack.at(-1) === 'edit') stack.pop();
      if (stack.pop() !== 'config') return false;
    }
  }
  return stack.length === 0;
}

describe.each(FORTIGATE_PROFILES)('%s', (profile) => {
  test('the file nests, begins with its version and ends in end; two dumps differ in secrets only', async () => {
    const { sim } = await start({ device: { profile, postLoginBanner: null, policies: 12 } });
    const connection = await connect(sim);
    const file = async (): Promise<string> => (await scpFrom(connection, 'sys_config')).body.toString().slice(0, -1);
    const [one, two] = [await file(), await file()];
    expect(one).toMatch(new RegExp(`^#config-version=FGVMK6-${sim.device().version}-FW-build\\d{4}-\\d{6}:`));
    expect(one.trimEnd().endsWith('\nend')).toBe(true);
    expect(nests(one)).toBe(true);
    expect(two).not.toBe(one);
    const plain = (text: string): string =>
      text
        .replaceAll(/ENC \S+/g, 'ENC')
        .replaceAll(/KEY-----\n[^-]+-----END/g, 'KEY')
        .replace(/conf_file_ver=\d+/, '');
    expect(plain(two)).toBe(plain(one));
    expect(one).toContain(`    set hostname "${sim.device().hostname}"\n`);
  });

  test('show and show full-configuration nest as well', async () => {
    const { sim } = await start({ device: { profile, postLoginBanner: null } });
    const connection = await connect(sim);
    for (const command of ['show', 'show full-configuration']) {
      const { text } = await exec(connection, command);
      expect(nests(text.split('\n').slice(1, -1).join('\n'))).toBe(true);
    }
  });
});

test('with VDOMs: header word, list, global, each VDOM', async () => {
  const { sim } = await start({ device: { profile: '7.2', vdoms: ['root', 'dmz', 'lab'] } });
  const file = (await scpFrom(await connect(sim), 'sys_config')).body.toString();
  expect(file).toContain(':vdom=1:user=admin\n');
  expect(file).toContain('config vdom\nedit root\nnext\nedit dmz\nnext\nedit lab\nnext\nend\n\nconfig global\n');
  for (const name of ['root', 'dmz', 'lab']) expect(file).toContain(`\nconfig vdom\nedit ${name}\nconfig firewall`);
  expect(file.match(/^config system global$/gm)).toHaveLength(2);
});

test('it holds what breaks careless readers, always inside quotes', async () => {
  const { sim } = await start();
  const file = (await scpFrom(await connect(sim), 'sys_config')).body.toString();
  for (const trap of ['\nFGT-PROD-01 # \n', '\n--More-- \n', '(y/n)\n', "(Press 'a' to accept):\n", '\nend\n--More--'])
    expect(file).toContain(trap);
  const bare = outsideQuotes(file).join('\n');
  for (const trap of ['--More--', '(y/n)', 'to accept', 'FGT-PROD-01 #']) expect(bare).not.toContain(trap);
});

test('private-data-encryption shows in status and configuration', async () => {
  const { sim } = await start({ device: { privateDataEncryption: true } });
  const connection = await connect(sim);
  expect((await exec(connection, 'get system status')).text).toContain('Private Encryption: Enable\n');
  expect((await exec(connection, 'show full-configuration system global | grep private-data')).text).toContain(
    '    set private-data-encryption enable\n',
  );
});

test('a template of one’s own, and parts of it by path', async () => {
  const configTemplate =
    '@@ global always\nconfig system global\n    set hostname "{{hostname}}"\n@full    set extra 1\nend\n' +
    '@@ vdom custom\nconfig user group\n    edit "a"\n        set id 1\n    next\n    edit "b"\n        set id 2\n    next\nend\n';
  const { sim } = await start({ device: { configTemplate } });
  const screen = await shell(await connect(sim));
  const prompt = 'FGT-PROD-01 # ';
  await screen.until(prompt);
  expect(await screen.run('show sys global', prompt)).toBe(
    'config system global\n    set hostname "FGT-PROD-01"\nend\n\n',
  );
  expect(await screen.run('show full sys glo', prompt)).toContain('    set extra 1\n');
  expect(await screen.run('show user group b', prompt)).toBe(
    'config user group\n    edit "b"\n        set id 2\n    next\nend\n\n',
  );
  expect(await screen.run('show user group c', prompt)).toContain('command parse error');
});

test('a large configuration arrives whole', async () => {
  const { sim } = await start({ device: { policies: 8_000 } });
  const { header, body } = await scpFrom(await connect(sim), 'sys_config');
  expect(body.length).toBeGreaterThan(1_500_000);
  expect(body).toHaveLength(Number(header.split(' ')[1]) + 1);
});

describe('words', () => {
  test('quotes and pipes', () => {
    expect(parseLine(' show  "a b" c | grep -E "x|y"')).toEqual({
      words: ['show', 'a b', 'c'],
      pipe: ['grep', '-E', 'x|y'],
    });
    expect(parseLine('get |')).toEqual({ words: ['get'], pipe: [] });
  });

  test('any typed line is read without error, and grep gives lines of the text or refuses', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ maxLength: 6 }), { maxLength: 4 }), (text, words) => {
        const { words: read } = parseLine(words.join(' '));
        expect(read.every((word) => typeof word === 'string')).toBe(true);
        const found = grep(text, ['grep', ...words]);
        if (found === undefined || words.some((word) => /^-\w*[nc]/.test(word))) return;
        const lines = text.split('\n');
        for (const line of found.split('\n').slice(0, -1)) expect(lines).toContain(line);
      }),
    );
  });

  test('only an unambiguous beginning counts', () => {
    const known = ['factoryreset', 'factoryreset2', 'reboot'] as const;
    expect(complete('factoryreset', known)).toBe('factoryreset');
    expect(complete('factory', known)).toBeUndefined();
    expect(complete('reb', known)).toBe('reboot');
    expect(complete('', known)).toBeUndefined();
  });
});
