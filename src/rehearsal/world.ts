// The rehearsal's world: both simulators on loopback under one moved clock, a folder with contract, secrets and licence
// file, and the wires between them (a server that goes down takes its FortiGate with it, and the other way round).
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovedClock } from '../base/clock.ts';
import { instantInJapan } from '../calendar/civil-date.ts';
import {
  findTerraform,
  loadSimulators,
  loadStandInProvider,
  type FortigateSimulator,
  type SakuraApiSimulator,
} from '../wiring.ts';
import { contractText, LICENCE_FILE, REHEARSAL_NAME } from './contract-text.ts';

export interface RehearsalWorld {
  readonly clock: MovedClock;
  readonly cloud: SakuraApiSimulator;
  readonly fortigate: FortigateSimulator;
  readonly folder: string;
  readonly contractPath: string;
  /** Value of TF_REATTACH_PROVIDERS, where Terraform takes part. */
  readonly reattach?: string;
  readonly close: () => Promise<void>;
}

/** The first day of the application window for an end in December 2026 (SF1). */
const START_ON = '2026-11-24';
const END_MONTH = '2026-12';
const SERVICE_ENDS_ON = '2026-12-21';

const LICENCE_TEXT = `-----BEGIN FGT VM LICENSE-----\nQAAAA${'A'.repeat(59)}\n${'B'.repeat(64)}\n-----END FGT VM LICENSE-----\n`;

export async function startWorld(engine: 'api' | 'terraform'): Promise<RehearsalWorld> {
  // Without the program there is nothing to rehearse: said before anything begins.
  if (engine === 'terraform') await findTerraform(undefined);
  const { startSakuraApi, startFortigate, DEFAULT_IDS, DEFAULT_ADDRESSES } = await loadSimulators();
  const clock = new MovedClock(instantInJapan(START_ON, '10:00'));
  const secrets = { token: randomBytes(12).toString('hex'), secret: randomBytes(24).toString('hex') };
  const cloud = await startSakuraApi({ clock, credentials: secrets });
  const fortigate = await startFortigate({
    clock,
    device: {
      profile: '7.4',
      serial: 'FGVM02TM24001234',
      hostname: 'FGT-PROD-01',
      password: randomBytes(12).toString('hex'),
    },
    onPower: (state) => cloud.setServerPower('is1b', DEFAULT_IDS.server, state),
  });
  cloud.onPower(({ id, status }) => {
    if (id === DEFAULT_IDS.server && status !== 'up' && status !== 'renewed' && fortigate.device().power !== 'off')
      fortigate.setPower('down');
  });
  const standIn = engine === 'terraform' ? await attach(cloud, clock, secrets) : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-rehearsal-'));
  await mkdir(join(folder, 'secrets'), { mode: 0o700 });
  await mkdir(join(folder, 'licences'), { mode: 0o700 });
  const files: Record<string, string> = {
    'secrets/token': secrets.token,
    'secrets/secret': secrets.secret,
    'secrets/password': fortigate.password,
    [LICENCE_FILE]: LICENCE_TEXT,
    [`${REHEARSAL_NAME}.yaml`]: contractText({
      ids: DEFAULT_IDS,
      ips: DEFAULT_ADDRESSES,
      apiRoot: cloud.root,
      fortigate: { port: fortigate.port, hostKey: fortigate.hostKey, user: fortigate.user },
      endMonth: END_MONTH,
      serviceEndsOn: SERVICE_ENDS_ON,
      engine,
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  return {
    clock,
    cloud,
    fortigate,
    folder,
    contractPath: join(folder, `${REHEARSAL_NAME}.yaml`),
    ...(standIn === undefined ? {} : { reattach: standIn.reattach }),
    async close() {
      await standIn?.close();
      await Promise.all([cloud.close(), fortigate.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Both Terraform providers, played for the real program. */
async function attach(
  cloud: SakuraApiSimulator,
  clock: MovedClock,
  { token, secret }: { token: string; secret: string },
) {
  const { startStandInProvider } = await loadStandInProvider();
  const env = { SAKURA_ACCESS_TOKEN: token, SAKURA_ACCESS_TOKEN_SECRET: secret };
  return startStandInProvider({ apiRoot: cloud.root, clock, env });
}
