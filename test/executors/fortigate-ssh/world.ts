// A simulated FortiGate, the executor that talks to it, and what an act needs: real sockets, real files.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../../src/base/canonical-json.ts';
import { MovedClock } from '../../../src/base/clock.ts';
import { type Command, type Executor, type EvidenceRef, type Target } from '../../../src/executors/port.ts';
import { Secret } from '../../../src/base/redact.ts';
import {
  type FortigateExpect,
  fortigateCommand,
  fortigateTarget,
  type ResetCommand,
} from '../../../src/executors/fortigate-ssh/command.ts';
import { createFortigateExecutor } from '../../../src/executors/fortigate-ssh/executor.ts';
import { LOOPBACK_LIMITS, type FortigateLimits } from '../../../src/executors/fortigate-ssh/limits.ts';
import { type FortigateOptions, startFortigate } from '../../../src/executors/fortigate-ssh/simulator/index.ts';

export type Overrides = {
  readonly device?: FortigateOptions['device'];
  readonly faults?: FortigateOptions['faults'];
  readonly expect?: Partial<FortigateExpect>;
  readonly limits?: Partial<FortigateLimits>;
  readonly password?: string;
  readonly privateKey?: string;
};

export async function makeWorld({
  device,
  faults,
  expect: expected = {},
  limits,
  password,
  privateKey,
}: Overrides = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'fortigate-'));
  const clock = new MovedClock(Date.parse('2026-11-20T01:02:03Z'));
  const powers: string[] = [];
  const unit = await startFortigate({
    clock,
    onPower: (state) => powers.push(state),
    ...(device === undefined ? {} : { device }),
    ...(faults === undefined ? {} : { faults }),
  });
  const now = unit.device();
  const expect: FortigateExpect = {
    host: unit.host,
    port: unit.port,
    hostKey: unit.hostKey,
    user: unit.user,
    serial: now.serial,
    hostname: now.hostname,
    version: now.version,
    vdoms: now.vdoms,
    legacyAlgorithms: false,
    ...expected,
  };
  const target: Target = fortigateTarget(expect);
  const asked: string[] = [];
  const executor: Executor = createFortigateExecutor({
    credentials: (serial) => {
      asked.push(serial);
      return Promise.resolve(
        privateKey === undefined
          ? { password: new Secret(password ?? unit.password) }
          : { privateKey: new Secret(privateKey) },
      );
    },
    store: { root: folder },
    limits: { ...LOOPBACK_LIMITS, ...limits },
  });
  const notes: string[] = [];
  const evidence: { name: string; text: string }[] = [];
  const said: string[] = [];
  let faultPoints = 0;
  const ctx = {
    clock,
    key: 'test-key',
    progress: (text: string) => void said.push(text),
    evidence: {
      async put(name: string, content: Uint8Array | string): Promise<EvidenceRef> {
        const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
        evidence.push({ name, text });
        await writeFile(join(folder, `evidence-${evidence.length}`), text);
        return { sha256: sha256Hex(text), name, bytes: Buffer.byteLength(text) };
      },
    },
    note: (line: string) => {
      notes.push(line);
      return Promise.resolve();
    },
    fault: () => {
      faultPoints += 1;
    },
  };
  return {
    folder,
    clock,
    unit,
    expect,
    target,
    executor,
    asked,
    notes,
    evidence,
    said,
    powers,
    ctx,
    faultPoints: () => faultPoints,
    observe: () => executor.observe(target, ctx),
    backUp: (by: 'scp' | 'scp-or-show' = 'scp') =>
      executor.act(fortigateCommand('back-up', target, { by, to: 'backups' }), ctx),
    resetCommand: (command: ResetCommand, backup: Command['args'] = {}): Command =>
      fortigateCommand('factory-reset', target, {
        command,
        backupNormalisedSha256: backup['normalisedSha256'] ?? null,
        backupMethod: backup['method'] ?? null,
        backupPath: backup['path'] ?? null,
        backupSha256: backup['sha256'] ?? null,
      }),
    backups: () => readdir(join(folder, 'backups')),
    async close() {
      await unit.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;

/** Worlds of one test file, closed after each test. */
export function worlds(): {
  readonly make: (overrides?: Overrides) => Promise<World>;
  readonly closeAll: () => Promise<void>;
} {
  const open: World[] = [];
  return {
    async make(overrides) {
      const world = await makeWorld(overrides);
      open.push(world);
      return world;
    },
    async closeAll() {
      await Promise.all(open.splice(0).map((world) => world.close()));
    },
  };
}
