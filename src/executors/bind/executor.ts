// Zones as their servers hold them: master files, on this machine or over SSH, and zones that a server writes itself. Reads what
// a zone means by BIND's own tools, and makes one proven change. It never says what the world is served: that is the dns
// executor's to ask.
import { bugError } from '../../base/errors.ts';
import { type Credentials, failedLook, onMachine } from '../machine/machines.ts';
import { classify } from '../common/classify.ts';
import type { ActContext, Command, Executor, LookContext, Observation, Receipt, Target } from '../port.ts';
import { BIND } from './command.ts';
import { changeZone } from './change-zone.ts';
import { compiledLines } from './compiled.ts';
import type { Change } from './edit.ts';
import { livePlaceOf, liveLines, type UpdateKey, withKeyFile } from './live-zone.ts';
import { updateZone } from './update-zone.ts';
import { type ConfiguredZone, configuredFacts, removeZone } from './remove-zone.ts';
import { recovered } from '../machine/change-notes.ts';
import { readExport } from './zone-export.ts';
import { factsOf } from './zone-facts.ts';
import { isDynamic, type ZonePlace, zoneTexts } from './zone-texts.ts';

export interface BindOptions {
  /** Of machines behind SSH. */
  readonly credentials?: Credentials;
  /** Where files of the contract lie; paths of zones are the machine’s own. */
  readonly baseDir?: string;
  /** TSIG key of a dynamic zone, by the zone’s name. */
  readonly updateKey?: (zone: string) => Promise<UpdateKey>;
}

export function createBindExecutor(options: BindOptions = {}): Executor {
  const { credentials = noCredential, baseDir = '.', updateKey = noKey } = options;
  return {
    name: BIND,
    observe: (target, ctx) => {
      if (target.kind === 'zone-export') return observeExport(target, baseDir, ctx);
      if (target.kind === 'configured-zone') return observeConfigured(target, credentials, ctx);
      return target.kind === 'dynamic-zone' ? observeLive(target, updateKey, ctx) : observe(target, credentials, ctx);
    },
    act: (command, ctx) => {
      const { kind } = command.target;
      if (kind === 'configured-zone') return actConfigured(command, credentials, ctx);
      return kind === 'dynamic-zone' ? actLive(command, updateKey, ctx) : act(command, credentials, ctx);
    },
    classify: (error) => classify(error, { loginLast: true }),
    recover: (_, notes) => recovered(notes),
  };
}

const noCredential: Credentials = () =>
  Promise.reject(bugError('no-credential', 'no credential for SSH was handed in'));

async function observeExport(target: Target, baseDir: string, ctx: LookContext): Promise<Observation> {
  ctx.signal?.throwIfAborted();
  const seenAtMs = ctx.clock.nowMs();
  const { file } = target.expect;
  if (typeof file !== 'string') throw bugError('bad-target', `the target of ${target.id} lacks file`);
  try {
    return { state: 'present', facts: await readExport(baseDir, file, target.id), seenAtMs };
  } catch (error) {
    return failedLook(error, ctx);
  }
}

const noKey: NonNullable<BindOptions['updateKey']> = () =>
  Promise.reject(bugError('no-update-key', 'no key for updates was handed in'));

type KeyOf = NonNullable<BindOptions['updateKey']>;

async function observeLive(target: Target, keyOf: KeyOf, ctx: LookContext): Promise<Observation> {
  try {
    ctx.signal?.throwIfAborted();
    const { place, address, ttlSeconds } = liveOf(target);
    const lines = await withKeyFile(await keyOf(target.id), (path) => liveLines(place, path, ctx));
    return { state: 'present', facts: factsOf(lines, address, ttlSeconds), seenAtMs: ctx.clock.nowMs() };
  } catch (error) {
    return failedLook(error, ctx);
  }
}

async function actLive(command: Command, keyOf: KeyOf, ctx: ActContext): Promise<Receipt> {
  const { place, address, ttlSeconds } = liveOf(command.target);
  const change = changeOf(command, address, ttlSeconds);
  ctx.signal?.throwIfAborted();
  ctx.progress(`updating ${place.zone}`);
  return withKeyFile(await keyOf(command.target.id), (path) => updateZone(place, path, change, ctx));
}

function liveOf({ id, expect }: Target) {
  const { server, address, ttlSeconds } = expect;
  if (typeof server !== 'string' || typeof address !== 'string')
    throw bugError('bad-target', `the target of ${id} lacks server or address`);
  return {
    place: livePlaceOf(id, server),
    address,
    ttlSeconds: typeof ttlSeconds === 'number' ? ttlSeconds : undefined,
  };
}

function configuredOf({ id, expect }: Target): ConfiguredZone {
  const { config, file, directory } = expect;
  if (typeof config !== 'string' || typeof file !== 'string' || typeof directory !== 'string')
    throw bugError('bad-target', `the target of ${id} lacks config, file or directory`);
  return { zone: id, config, file, directory };
}

async function observeConfigured(target: Target, credentials: Credentials, ctx: LookContext): Promise<Observation> {
  const zone = configuredOf(target);
  try {
    return await onMachine(target, credentials, ctx.signal, async (machine) => ({
      state: 'present',
      facts: await configuredFacts(machine, zone),
      seenAtMs: ctx.clock.nowMs(),
    }));
  } catch (error) {
    return failedLook(error, ctx);
  }
}

async function actConfigured(
  { verb, target, args }: Command,
  credentials: Credentials,
  ctx: ActContext,
): Promise<Receipt> {
  const { reconfig } = args;
  if (verb !== 'remove-zone' || !isArgv(reconfig))
    throw bugError('unknown-verb', `${BIND} cannot ${verb} with these arguments`);
  ctx.signal?.throwIfAborted();
  ctx.progress(`removing ${target.label}`);
  const zone = configuredOf(target);
  return onMachine(target, credentials, ctx.signal, (machine) => removeZone(machine, zone, reconfig, ctx));
}

async function observe(target: Target, credentials: Credentials, ctx: LookContext): Promise<Observation> {
  const { place, address, ttlSeconds } = placeOf(target);
  try {
    return await onMachine(target, credentials, ctx.signal, async (machine) => {
      const texts = await zoneTexts(machine, place, { address });
      const lines = await compiledLines(place.zone, texts, ctx);
      const facts = {
        ...factsOf(lines, address, ttlSeconds),
        dynamic: await isDynamic(machine, place),
        files: texts.map(({ path }) => path),
      };
      return { state: 'present', facts, seenAtMs: ctx.clock.nowMs() };
    });
  } catch (error) {
    return failedLook(error, ctx);
  }
}

async function act(command: Command, credentials: Credentials, ctx: ActContext): Promise<Receipt> {
  const { place, address, ttlSeconds } = placeOf(command.target);
  const change = changeOf(command, address, ttlSeconds);
  const { reload } = command.args;
  ctx.signal?.throwIfAborted();
  ctx.progress(`changing ${place.zone}`);
  return onMachine(command.target, credentials, ctx.signal, (machine) =>
    changeZone(machine, { place, change, ...(isArgv(reload) ? { reload } : {}) }, ctx),
  );
}

function changeOf({ verb, args }: Command, address: string, ttlSeconds: number | undefined): Change {
  if (verb === 'move-address' && typeof args['to'] === 'string') return { address, to: args['to'] };
  if (verb === 'lower-ttl' && ttlSeconds !== undefined) return { address, ttlSeconds };
  throw bugError('unknown-verb', `${BIND} cannot ${verb} with these arguments`);
}

function placeOf(target: Target): { place: ZonePlace; address: string; ttlSeconds: number | undefined } {
  const { file, directory, address, ttlSeconds } = target.expect;
  if (target.kind !== 'zone-file') throw bugError('unknown-kind', `${BIND} knows no ${target.kind}`);
  if (typeof file !== 'string' || typeof directory !== 'string' || typeof address !== 'string')
    throw bugError('bad-target', `the target of ${target.id} lacks file, directory or address`);
  const place = { zone: target.id, file, directory };
  return { place, address, ttlSeconds: typeof ttlSeconds === 'number' ? ttlSeconds : undefined };
}

const isArgv = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');
