// The data of the comparison with conftest: a folder of contracts that claim nothing of each other and are in order today.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_ADDRESSES, DEFAULT_IDS } from '../src/executors/sakura-api/simulator/world/default-world.ts';
import { contractText } from '../src/rehearsal/contract-text.ts';

/** The contracts end then: a month for which holidays are known, and no deadline is near. */
const SOON_MS = 90 * 86_400_000;
const BYTE = 256;

/** Writes so many contracts into `folder`, each with ids, addresses and a serial of its own. */
export async function writeContracts(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const soon = new Date(Date.now() + SOON_MS).toISOString().slice(0, 10);
  const text = contractText({
    ids: DEFAULT_IDS,
    ips: DEFAULT_ADDRESSES,
    apiRoot: 'http://127.0.0.1:1/cloud/zone',
    fortigate: { port: 22, hostKey: `SHA256:${'A'.repeat(43)}`, user: 'admin' },
    endMonth: soon.slice(0, 7),
    serviceEndsOn: soon,
  });
  for (let n = 0; n < count; n += 1) {
    const own = text
      .replaceAll(/"113\d{3}(\d{6})"/gu, (_, rest: string) => `"${String(100_000 + n)}${rest}"`)
      .replaceAll(/\b(?:203\.0\.113|198\.51\.100)\.(\d+)/gu, (_, last: string) => `10.${n >> 8}.${n % BYTE}.${last}`)
      .replaceAll(/FGVM02TM\d{8}/gu, `FGVM02TM${String(n).padStart(8, '0')}`);
    await writeFile(path.join(folder, `c${n}.yaml`), own);
  }
}
