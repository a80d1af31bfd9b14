// Master files of zones on this machine. Reads what a zone means by BIND's own tools, and makes one proven change. It never
// says what the world is served: that is the dns executor's to ask.
import { bugError, errorDetail, type ErrorClass, KaiyakuError } from '../../base/errors.ts';
import type { ActContext, Command, Executor, LookContext, Observation, Receipt, Target } from '../port.ts';
import { BIND } from './command.ts';
import { editingOf } from './edit.ts';
import { LINES_IN_FACTS_MAX } from './limits.ts';
import { moveAddress } from './move-address.ts';
import { compiledLines, type ZonePlace } from './tools.ts';
import { readExport } from './zone-export.ts';
import { isDynamic, zoneTexts } from './zone-files.ts';

export interface BindOptions {
  /** Where files of the contract lie; paths of zones are the machine’s own. */
  readonly baseDir?: string;
}

export const createBindExecutor = ({ baseDir = '.' }: BindOptions = {}): Executor => ({
  name: BIND,
  observe: (target, ctx) => observe(target, baseDir, ctx),
  act,
  classify,
});

async function observe(target: Target, baseDir: string, ctx: LookContext): Promise<Observation> {
  ctx.signal?.throwIfAborted();
  const seenAtMs = ctx.clock.nowMs();
  try {
    if (target.kind === 'zone-export') {
      const { file } = target.expect;
      if (typeof file !== 'string') throw bugError('bad-target', `the target of ${target.id} lacks file`);
      return { state: 'present', facts: await readExport(baseDir, file, target.id), seenAtMs };
    }
    const { place, address } = placeOf(target);
    const lines = await compiledLines(place, ctx);
    const texts = await zoneTexts(place, { from: address, to: address });
    const mentions = lines.filter((line) => editingOf(line, { from: address, to: address }).replacements.length > 0);
    const serial = lines.map((line) => editingOf(line, { from: address, to: address }).serial?.from).find(Boolean);
    const facts = {
      serial: serial ?? null,
      mentions: mentions.slice(0, LINES_IN_FACTS_MAX),
      mentionLines: mentions.length,
      dynamic: await isDynamic(place),
      files: texts.map(({ path }) => path),
    };
    return { state: 'present', facts, seenAtMs: ctx.clock.nowMs() };
  } catch (error) {
    ctx.signal?.throwIfAborted();
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    return { state: 'unknown', error: errorDetail(error), seenAtMs: ctx.clock.nowMs() };
  }
}

async function act({ verb, target, args }: Command, ctx: ActContext): Promise<Receipt> {
  if (verb !== 'move-address') throw bugError('unknown-verb', `${BIND} has no verb ${verb}`);
  const { place, address } = placeOf(target);
  const { to, reload } = args;
  if (typeof to !== 'string') throw bugError('bad-command', 'move-address needs the address that takes the place');
  ctx.signal?.throwIfAborted();
  ctx.progress(`editing ${place.zone}`);
  return moveAddress({ ...place, from: address, to, ...(isArgv(reload) ? { reload } : {}) }, ctx);
}

/** Its errors carry their class; what the system threw while files were written may have come at any time. */
function classify(error: unknown): ErrorClass {
  if (!(error instanceof KaiyakuError)) return 'unknown-outcome';
  return error.detail.class ?? (error.kind === 'refusal' ? 'permanent' : 'unknown-outcome');
}

function placeOf(target: Target): { place: ZonePlace; address: string } {
  const { file, directory, address } = target.expect;
  if (target.kind !== 'zone-file') throw bugError('unknown-kind', `${BIND} knows no ${target.kind}`);
  if (typeof file !== 'string' || typeof directory !== 'string' || typeof address !== 'string')
    throw bugError('bad-target', `the target of ${target.id} lacks file, directory or address`);
  return { place: { zone: target.id, file, directory }, address };
}

const isArgv = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');
