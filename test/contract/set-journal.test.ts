// The journal's line in the user's file: one line changes and not another byte.
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contractSchema } from '../../scripts/sakura-fortigate/check-contract.ts';
import { readContract } from '../../src/contract/read-contract.ts';
import { setJournal, withJournal } from '../../src/contract/set-journal.ts';

const ID = '0b6f5c6e-3c0f-4f5e-9a3c-7d1e2f3a4b5c';
const OTHER = '11111111-2222-4333-8444-555555555555';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kaiyaku-journal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the text', () => {
  it.each([
    [
      'under provider',
      '# head\nprovider: x # why\n\nplan: y\n',
      `# head\nprovider: x # why\njournal: ${ID}\n\nplan: y\n`,
    ],
    ['with the line ends of the file', 'provider: x\r\nplan: y\r\n', `provider: x\r\njournal: ${ID}\r\nplan: y\r\n`],
    ['at the end of a file without line feed', 'plan: y\nprovider: x', `plan: y\nprovider: x\njournal: ${ID}`],
    ['after a document start', '---\nprovider: x\n...\n', `---\nprovider: x\njournal: ${ID}\n...\n`],
    ['in an indented mapping', '  provider: x\n  plan: y\n', `  provider: x\n  journal: ${ID}\n  plan: y\n`],
    [
      'before a provider of several lines',
      'provider:\n  >-\n  x\nplan: y\n',
      `journal: ${ID}\nprovider:\n  >-\n  x\nplan: y\n`,
    ],
    [
      'in place of another id',
      `provider: x\njournal: ${OTHER} # old\nplan: y\n`,
      `provider: x\njournal: ${ID} # old\nplan: y\n`,
    ],
    ['in place of a quoted id', `provider: x\njournal: "${OTHER}"\n`, `provider: x\njournal: ${ID}\n`],
    [
      'where the value is missing',
      'provider: x\njournal: # todo\nplan: y\n',
      `provider: x\njournal: ${ID} # todo\nplan: y\n`,
    ],
    ['in JSON', '{ "provider": "x", "plan": [1] }\n', `{ "journal": "${ID}", "provider": "x", "plan": [1] }\n`],
    ['not at all when it is there', `journal: ${ID}\nprovider: x\n`, `journal: ${ID}\nprovider: x\n`],
    [
      'not in a nested mapping',
      `provider: x\na:\n  journal: ${OTHER}\n`,
      `provider: x\njournal: ${ID}\na:\n  journal: ${OTHER}\n`,
    ],
  ])('gets its line %s', (_, before, after) => {
    expect(withJournal(before, ID)).toBe(after);
  });

  it.each(['- a\n', '', 'a: "x\n', 'a: 1\na: 2\n'])('is left alone when it is no mapping: %j', (text) => {
    expect(withJournal(text, ID)).toBeUndefined();
  });
});

describe('the file', () => {
  it('keeps its mode, its link and its digest', async () => {
    const real = join(folder, 'real.yaml');
    const link = join(folder, 'fgt-prod.yaml');
    writeFileSync(real, readFileSync('examples/sakura-fortigate/no-term.yaml'));
    chmodSync(real, 0o640);
    symlinkSync('real.yaml', link);
    const providers = { 'sakura-fortigate': contractSchema };
    const { digest } = await readContract(link, providers);
    await setJournal(link, ID);
    const after = await readContract(link, providers);
    expect(after).toMatchObject({ digest, journalId: ID, name: 'fgt-prod' });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).toSorted()).toEqual(['fgt-prod.yaml', 'real.yaml']);
    const without = readFileSync(real, 'utf8')
      .split('\n')
      .filter((line) => line !== `journal: ${ID}`);
    expect(without.join('\n')).toBe(readFileSync('examples/sakura-fortigate/no-term.yaml', 'utf8'));
  });

  it('is not written again when nothing changes', async () => {
    const path = join(folder, 'a.yaml');
    writeFileSync(path, 'provider: x\n');
    await setJournal(path, ID);
    const { ino } = statSync(path);
    await setJournal(path, ID);
    expect(statSync(path).ino).toBe(ino);
  });

  it('is refused, and left as it was, when it is no contract', async () => {
    const path = join(folder, 'a.yaml');
    writeFileSync(path, 'just text\n');
    await expect(setJournal(path, ID)).rejects.toMatchObject({ code: 'contract-invalid' });
    await expect(setJournal(join(folder, 'b.yaml'), ID)).rejects.toMatchObject({ code: 'contract-unreadable' });
    expect(readFileSync(path, 'utf8')).toBe('just text\n');
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });
});
