// Whole output of the diagnostics: every contract in test/golden/contract and what is printed for it.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contractSchema } from '../../scripts/sakura-fortigate/check-contract.ts';
import { KaiyakuError } from '../../src/base/errors.ts';
import { formatDiagnostics } from '../../src/contract/diagnostics.ts';
import { diagnosticsOf, readContract } from '../../src/contract/read-contract.ts';

const FOLDER = 'test/golden/contract';
const cases = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

describe('diagnostics on the user’s text', () => {
  it.each(cases)('%s', async (name) => {
    const error = await readContract(`${FOLDER}/${name}`, { 'sakura-fortigate': contractSchema }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(KaiyakuError);
    const { code, kind } = error as KaiyakuError;
    expect({ code, kind }).toEqual({ code: 'contract-invalid', kind: 'user' });
    const text = formatDiagnostics(diagnosticsOf(error as KaiyakuError));
    // Nothing that looks like a secret may be printed or carried, whatever is wrong around it.
    expect(text + JSON.stringify((error as KaiyakuError).detail)).not.toMatch(/hunter|S3cret/);
    await expect(text).toMatchFileSnapshot(`../golden/contract/${name.replace('.yaml', '.txt')}`);
  });
});
