// An estate whose contract says `engine: terraform`, with the stand-in provider in a process of its own. For tests; the program is
// the real one, or a script that runs it.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Estate } from './estate.ts';
import { KAIYAKU } from './run-kaiyaku.ts';

/** The stand-in provider at the estate's API, in a process of its own. */
export async function startStandIn(estate: Estate): Promise<{ readonly reattach: string; readonly stop: () => void }> {
  const args = [KAIYAKU, 'simulate', 'terraform-provider', '--api', `${estate.apiOrigin}/cloud/zone`];
  const credentials = { SAKURA_ACCESS_TOKEN: 'tokentokentoken', SAKURA_ACCESS_TOKEN_SECRET: 'secretsecretsecret' };
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...estate.env, ...credentials },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const { TF_REATTACH_PROVIDERS } = JSON.parse(line) as { TF_REATTACH_PROVIDERS: string };
  return { reattach: TF_REATTACH_PROVIDERS, stop: () => void child.kill('SIGTERM') };
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
