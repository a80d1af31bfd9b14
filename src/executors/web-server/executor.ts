// A web server's configuration, on this machine or over SSH: finds what names an address, and changes it in a way that the server
// itself has tested. It decides nothing; what it could not read is `unknown`.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError } from '../../base/errors.ts';
import { recovered } from '../machine/change-notes.ts';
import type { Machine } from '../machine/machine.ts';
import { type Credentials, failedLook, onMachine } from '../machine/machines.ts';
import { classify } from '../common/classify.ts';
import type { ActContext, Command, Executor, LookContext, Observation, Receipt, Target } from '../port.ts';
import { changeConfig } from './change-config.ts';
import { type Traffic, WEB_SERVER, type WebServer } from './command.ts';
import { type ConfigFile, configFiles } from './config-files.ts';
import { alsoEdits, type Edits, leaveEdits, siteEdits } from './edits.ts';
import { LINES_IN_FACTS_MAX } from './limits.ts';
import { mentionsIn } from './mentions.ts';
import { sitesIn } from './sites.ts';
import { trafficFacts } from './traffic.ts';

export interface WebServerOptions {
  /** Of machines behind SSH. */
  readonly credentials?: Credentials;
}

export function createWebServerExecutor({ credentials = noCredential }: WebServerOptions = {}): Executor {
  return {
    name: WEB_SERVER,
    observe: (target, ctx) => observe(target, credentials, ctx),
    act: (command, ctx) => act(command, credentials, ctx),
    classify: (error) => classify(error, { loginLast: true }),
    recover: (_, notes) => recovered(notes),
  };
}

const noCredential: Credentials = () =>
  Promise.reject(bugError('no-credential', 'no credential for SSH was handed in'));

async function observe(target: Target, credentials: Credentials, ctx: LookContext): Promise<Observation> {
  try {
    return await onMachine(target, credentials, ctx.signal, async (machine) => {
      ctx.progress(`looking at ${target.label}`);
      const seenAtMs = ctx.clock.nowMs();
      return { state: 'present', facts: await factsOf(machine, target, seenAtMs), seenAtMs };
    });
  } catch (error) {
    return failedLook(error, ctx);
  }
}

async function factsOf(machine: Machine, target: Target, nowMs: number): Promise<JsonObject> {
  const { kind, id, expect } = target;
  if (kind === 'address-traffic')
    return trafficFacts(machine, { ...(expect as unknown as Omit<Traffic, 'address'>), address: id }, nowMs);
  const files = await configFiles(machine, expect as unknown as WebServer);
  if (kind === 'web-site') {
    const sites = sitesIn(files, id);
    const places = (shared: boolean) =>
      sites
        .filter((site) => site.shared === shared)
        .map(({ file, block }) => ({ file: file.path, line: block.line }))
        .slice(0, LINES_IN_FACTS_MAX);
    return { sites: places(false), siteCount: sites.length, shared: places(true), files: files.length };
  }
  if (kind !== 'web-config') throw bugError('unknown-kind', `${WEB_SERVER} knows no ${kind}`);
  const mentions = mentionsIn(files, id, textOf(target, 'to'));
  return {
    mentions: mentions.slice(0, LINES_IN_FACTS_MAX).map(({ file, directive }) => ({
      file: file.path,
      line: directive.line,
      directive: file.text.slice(directive.start, directive.end),
    })),
    mentionCount: mentions.length,
    alone: mentions.filter((one) => one.kind !== 'other' && !one.accompanied).length,
    byHand: mentions.filter((one) => one.kind === 'other').length,
    files: files.length,
  };
}

async function act(command: Command, credentials: Credentials, ctx: ActContext): Promise<Receipt> {
  const { target, args } = command;
  const { test, reload } = args;
  if (!isArgv(test) || !isArgv(reload)) throw bugError('bad-command', `${command.verb} needs test and reload`);
  ctx.signal?.throwIfAborted();
  ctx.progress(`changing the ${target.label}`);
  const server = target.expect as unknown as WebServer;
  return onMachine(target, credentials, ctx.signal, async (machine) => {
    const edits = editsOf(command, await configFiles(machine, server));
    return changeConfig(machine, { server: server.server, edits, test, reload }, ctx);
  });
}

function editsOf({ verb, target }: Command, files: readonly ConfigFile[]): Edits {
  const { kind, id } = target;
  if (kind === 'web-site' && verb === 'remove-site') return siteEdits(sitesIn(files, id));
  if (kind === 'web-config') {
    const to = textOf(target, 'to');
    const mentions = mentionsIn(files, id, to);
    if (verb === 'serve-also') return alsoEdits(mentions, id, to);
    if (verb === 'leave-address') return leaveEdits(mentions, id, to);
  }
  throw bugError('unknown-verb', `${WEB_SERVER} cannot ${verb} a ${kind}`);
}

function textOf({ id, expect }: Target, key: string): string {
  const value = expect[key];
  if (typeof value !== 'string') throw bugError('bad-target', `the target of ${id} lacks ${key}`);
  return value;
}

const isArgv = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');
