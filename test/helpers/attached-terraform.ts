// An estate whose contract says `engine: terraform`, with the stand-in provider in a process of its own. For tests; the program is
// the real one, or a script that runs it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type Estate, NAME, removeReferences, runAll, startEstate, toTheNotice } from './estate.ts';
import { simulate } from './simulators.ts';

/** The stand-in provider at the estate's API, in a process of its own. */
export async function startStandIn(estate: Estate): Promise<{ readonly reattach: string; readonly stop: () => void }> {
  const args = ['terraform-provider', '--api', `${estate.apiOrigin}/cloud/zone`];
  const credentials = { SAKURA_ACCESS_TOKEN: 'tokentokentoken', SAKURA_ACCESS_TOKEN_SECRET: 'secretsecretsecret' };
  const { child, said } = await simulate<{ TF_REATTACH_PROVIDERS: string }>(args, { ...estate.env, ...credentials });
  return { reattach: said.TF_REATTACH_PROVIDERS, stop: () => void child.kill('SIGTERM') };
}

/**
 * Starts the provider, hands it to every command of the estate from here on, and changes the contract, which must not be open
 * yet. `script`: text of a program that stands for Terraform; `more`: of its section. Returns what stops the provider.
 */
export async function attachTerraform(
  estate: Estate,
  version: 2 | 3 = 2,
  { script, more = '' }: { readonly script?: string; readonly more?: string } = {},
): Promise<() => void> {
  const { reattach, stop } = await startStandIn(estate);
  let binary = '';
  if (script !== undefined) {
    await mkdir(join(estate.folder, 'bin'));
    await writeFile(join(estate.folder, 'bin', 'terraform'), script, { mode: 0o755 });
    binary = ', binary: ./bin/terraform';
  }
  await estate.edit('\napi:', `\nengine: terraform\nterraform: { providerVersion: ${version}${binary}${more} }\napi:`);
  Object.assign(estate.env, { TF_REATTACH_PROVIDERS: reattach });
  return stop;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Approved {
  readonly version?: 2 | 3;
  /** Text of a program that stands for Terraform. */
  readonly script?: (estate: Estate) => string;
  /** More of the contract’s `terraform` section. */
  readonly more?: string;
  /** Before anything is read of the contract: secrets that it refers to. */
  readonly prepare?: (estate: Estate) => Promise<void>;
}

/** An estate with Terraform in which the notice has come and everything is approved. It ends with the test. */
export async function approvedWithTerraform({ version, script, more, prepare }: Approved = {}): Promise<Estate> {
  const estate = await startEstate();
  closing.push(() => estate.close());
  await prepare?.(estate);
  const program = script === undefined ? {} : { script: script(estate) };
  closing.push(await attachTerraform(estate, version, { ...program, ...(more === undefined ? {} : { more }) }));
  await toTheNotice(estate);
  await removeReferences(estate);
  await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
  return estate;
}
