// What every test of the order says: `request` and `attest` of a step before its turn stop with the refusal's number and exit
// code 13, name what comes first, and leave the journal as it was, byte for byte.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { NAME, type PersonsContract } from '../helpers/persons-contract.ts';

export interface OutOfOrder {
  readonly what: string;
  /** The step whose turn it is: everything before it is closed. */
  readonly at: string;
  /** The step that is tried instead. */
  readonly tried: string;
  /** A step that the refusal has to name; default `at`. */
  readonly names?: string;
  /** Default `R03`. */
  readonly rule?: string;
}

/** One test a row, in the order of the contract: rows at the same step share what was closed before them. */
export function refusesOutOfOrder(start: () => Promise<PersonsContract>, rows: readonly OutOfOrder[]): void {
  let contract: PersonsContract;
  beforeAll(async () => {
    contract = await start();
    const opened = await contract.run(['open', NAME]);
    if (opened.code !== 0) throw new Error(opened.out + opened.err);
  });
  afterAll(() => contract?.close());
  test.each(rows)('$what', async ({ at, tried, names = at, rule = 'R03' }) => {
    await contract.reach(at);
    for (const args of [['request', NAME, tried], await contract.closing(tried)])
      await expectUntouched(contract, args, rule, names);
  });
}

export async function expectUntouched(
  contract: PersonsContract,
  args: readonly string[],
  rule: string,
  saying: string | RegExp,
): Promise<void> {
  const before = await contract.journal();
  const ran = await contract.run([...args, '--format', 'json']);
  const { error } = jsonOf<{ error?: { code: string; message: string } }>(ran);
  expect({ code: ran.code, rule: error?.code }, `${args.join(' ')}: ${ran.out}${ran.err}`).toEqual({
    code: EXIT.refused,
    rule,
  });
  if (typeof saying === 'string') expect(error!.message).toContain(saying);
  else expect(error!.message).toMatch(saying);
  expect(await contract.journal()).toBe(before);
}
