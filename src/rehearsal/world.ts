// The rehearsal's world: simulators on loopback under one moved clock, a folder with contract, secrets and licence files, and
// the wires between them (a server that goes down takes its FortiGate with it, and the other way round). It is the default
// world, or one that is built from a contract file; of that file only a copy is used.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { MovedClock } from '../base/clock.ts';
import { instantInJapan, type CivilDate } from '../calendar/civil-date.ts';
import {
  contractInHand,
  findTerraform,
  loadSimulators,
  loadStandInProvider,
  type FortigateDevice,
  type FortigateSimulator,
  type SakuraApiSimulator,
  type SakuraWorldFile,
} from '../wiring.ts';
import { copyOf, SECRET_FILES } from './contract-copy.ts';
import { contractText, LICENCE_FILE, REHEARSAL_NAME } from './contract-text.ts';
import { deviceOf, STRANGER, worldOf } from './estate-world.ts';
import type { FortigateEstate } from './fortigate-estate.ts';

export interface RehearsalWorld {
  readonly clock: MovedClock;
  readonly cloud: SakuraApiSimulator;
  /** One a service of the contract, in its order. */
  readonly fortigates: readonly FortigateSimulator[];
  readonly folder: string;
  readonly contractPath: string;
  /** What of the user's file the copy does not have; none where there is no such file. */
  readonly replaced: readonly string[];
  /** Relative paths at which a licence file lay. */
  readonly licenceFiles: readonly string[];
  /** A server that is nobody's of the contract. */
  readonly stranger: string;
  /** Value of TF_REATTACH_PROVIDERS, where Terraform takes part. */
  readonly reattach?: string;
  readonly close: () => Promise<void>;
}

export type RehearsalEngine = 'api' | 'terraform';

/** The first day of the application window for an end in December 2026 (SF1). */
const START_ON = '2026-11-24';
const END_MONTH = '2026-12';
const SERVICE_ENDS_ON = '2026-12-21';
const OFFICE_OPENS = '10:00';

const LICENCE_TEXT = `-----BEGIN FGT VM LICENSE-----\nQAAAA${'A'.repeat(59)}\n${'B'.repeat(64)}\n-----END FGT VM LICENSE-----\n`;

/** The default world, with a contract that was written for it. */
export async function startWorld(engine: RehearsalEngine): Promise<RehearsalWorld> {
  const { DEFAULT_IDS, DEFAULT_ADDRESSES } = await loadSimulators();
  return assemble({
    startOn: START_ON,
    engine,
    name: `${REHEARSAL_NAME}.yaml`,
    machines: [
      {
        zone: 'is1b',
        id: DEFAULT_IDS.server,
        device: {
          profile: '7.4',
          serial: 'FGVM02TM24001234',
          hostname: 'FGT-PROD-01',
          password: newPassword(),
        },
      },
    ],
    stranger: 'web-01',
    contract: (apiRoot, fortigates) => ({
      text: contractText({
        ids: DEFAULT_IDS,
        ips: DEFAULT_ADDRESSES,
        apiRoot,
        fortigate: fortigates[0]!,
        endMonth: END_MONTH,
        serviceEndsOn: SERVICE_ENDS_ON,
        engine,
      }),
      replaced: [],
      licenceFiles: [LICENCE_FILE],
      folders: [],
    }),
  });
}

export interface ContractWorldOptions {
  /** The user's file: read, never written. */
  readonly contractPath: string;
  readonly startOn: CivilDate;
  /** Default: the contract's own. */
  readonly engine?: RehearsalEngine;
}

/** A world with everything that the contract lists. Throws `contract-invalid` and `rehearsal-zone` (user) before it begins. */
export async function startContractWorld(options: ContractWorldOptions): Promise<RehearsalWorld> {
  const contract = (await contractInHand(options.contractPath)).content as FortigateEstate;
  const engine = options.engine ?? contract.engine;
  const world = await assemble({
    startOn: options.startOn,
    engine,
    name: basename(options.contractPath),
    world: worldOf(contract),
    machines: contract.services.map((service) => ({
      zone: service.server.zone as Machine['zone'],
      id: service.server.id,
      device: deviceOf(service, newPassword()),
    })),
    stranger: STRANGER,
    contract: (apiRoot, fortigates) => copyOf(contract, { apiRoot, fortigates, engine }),
  });
  // What the contract calls lost does not answer; its server still runs.
  contract.services.forEach(({ fortigate }, at) => {
    if (fortigate.reset === 'none') world.fortigates[at]!.setPower('down');
  });
  return world;
}

interface Machine {
  readonly zone: Parameters<SakuraApiSimulator['setServerPower']>[0];
  /** Of its server. */
  readonly id: string;
  readonly device: FortigateDevice;
}

interface Plan {
  readonly startOn: CivilDate;
  readonly engine: RehearsalEngine;
  /** File name of the contract. */
  readonly name: string;
  /** Default: the simulator's own. */
  readonly world?: SakuraWorldFile;
  readonly machines: readonly Machine[];
  readonly stranger: string;
  contract(
    apiRoot: string,
    fortigates: readonly FortigateSimulator[],
  ): { text: string; replaced: readonly string[]; licenceFiles: readonly string[]; folders: readonly string[] };
}

async function assemble(plan: Plan): Promise<RehearsalWorld> {
  // Without the program there is nothing to rehearse: said before anything begins.
  if (plan.engine === 'terraform') await findTerraform(undefined);
  const { startSakuraApi, startFortigate } = await loadSimulators();
  const clock = new MovedClock(instantInJapan(plan.startOn, OFFICE_OPENS));
  const credentials = { token: randomBytes(12).toString('hex'), secret: randomBytes(24).toString('hex') };
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const cloud = await startSakuraApi({
      clock,
      credentials,
      ...(plan.world === undefined ? {} : { world: plan.world }),
    });
    closing.push(() => cloud.close());
    const fortigates: FortigateSimulator[] = [];
    for (const { zone, id, device } of plan.machines) {
      const fortigate = await startFortigate({
        clock,
        device,
        onPower: (state) => cloud.setServerPower(zone, id, state),
      });
      closing.push(() => fortigate.close());
      fortigates.push(fortigate);
      cloud.onPower((event) => {
        if (
          event.id === id &&
          event.status !== 'up' &&
          event.status !== 'renewed' &&
          fortigate.device().power !== 'off'
        )
          fortigate.setPower('down');
      });
    }
    const standIn = plan.engine === 'terraform' ? await attach(cloud, clock, credentials) : undefined;
    if (standIn !== undefined) closing.push(() => standIn.close());
    const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-rehearsal-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const { text, replaced, licenceFiles, folders } = plan.contract(cloud.root, fortigates);
    const files: Record<string, string> = {
      [SECRET_FILES.token]: credentials.token,
      [SECRET_FILES.secret]: credentials.secret,
      ...Object.fromEntries(fortigates.map(({ password }, at) => [SECRET_FILES.fortigate(at), password])),
      ...Object.fromEntries(licenceFiles.map((path) => [path, LICENCE_TEXT])),
      [plan.name]: text,
    };
    for (const path of folders) await mkdir(join(folder, path), { recursive: true, mode: 0o700 });
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, path), content, { mode: 0o600 });
    }
    return {
      clock,
      cloud,
      fortigates,
      folder,
      contractPath: join(folder, plan.name),
      replaced,
      licenceFiles,
      stranger: plan.stranger,
      ...(standIn === undefined ? {} : { reattach: standIn.reattach }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const newPassword = (): string => randomBytes(12).toString('hex');

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
