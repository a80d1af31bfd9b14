// Reads `get system status` and the few other answers that say which unit this is. Pure. The set and order of lines vary
// between versions; unknown lines are normal, a missing serial, version or host name is not.
import { garbled } from './failures.ts';

export interface Status {
  readonly serial: string;
  readonly hostname: string;
  /** `7.4.8` */
  readonly version: string;
  /** `2795`, without leading zeros. */
  readonly build: number;
  readonly platform: string;
  /** `valid`, `invalid`, `pending`…; undefined where the unit does not say. */
  readonly licenceStatus?: string;
  readonly licenceExpires?: string;
  /** `standalone`, `a-p`…, or `unknown`. */
  readonly haMode: string;
  /** `disable`, `enable`, `multiple`, `split-task`, or `unknown`. */
  readonly vdomMode: string;
  readonly privateDataEncryption: 'enabled' | 'disabled' | 'unknown';
}

const VERSION = /^(\S+) v(\d+\.\d+\.\d+),build(\d+)/;

/** Throws `ssh-garbled` when the lines that name the unit are missing or stand there twice with different values. */
export function parseStatus(text: string): Status {
  const lines = new Map<string, string>();
  for (const line of text.split('\n')) {
    const found = /^\s*([A-Za-z][^:]*?)\s*:\s*(.*?)\s*$/.exec(line);
    if (found === null) continue;
    const [key, value] = [found[1]!.toLowerCase(), found[2]!];
    const before = lines.get(key);
    if (before !== undefined && before !== value && NAMING.has(key))
      throw garbled(`\`get system status\` names the unit twice, differently (${key})`);
    if (before === undefined) lines.set(key, value);
  }
  const version = VERSION.exec(lines.get('version') ?? '');
  const serial = lines.get('serial-number');
  const hostname = lines.get('hostname');
  if (version === null || serial === undefined || serial === '' || hostname === undefined || hostname === '')
    throw garbled('`get system status` does not name version, serial number and host name');
  const licenceStatus = lines.get('license status');
  const licenceExpires = lines.get('license expiration date') ?? lines.get('evaluation license expires');
  return {
    serial,
    hostname,
    platform: version[1]!,
    version: version[2]!,
    build: Number(version[3]),
    ...(licenceStatus === undefined ? {} : { licenceStatus: licenceStatus.toLowerCase() }),
    ...(licenceExpires === undefined ? {} : { licenceExpires }),
    haMode: (lines.get('current ha mode') ?? 'unknown').toLowerCase(),
    vdomMode: (lines.get('virtual domain configuration') ?? 'unknown').toLowerCase(),
    privateDataEncryption: switchOf(lines.get('private encryption')),
  };
}

const NAMING = new Set(['version', 'serial-number', 'hostname']);

function switchOf(value: string | undefined): Status['privateDataEncryption'] {
  if (value === undefined) return 'unknown';
  return /^enabled?\b/i.test(value) ? 'enabled' : /^disabled?\b/i.test(value) ? 'disabled' : 'unknown';
}

/** From `show full-configuration system global | grep private-data`. */
export function parsePrivateData(text: string): Status['privateDataEncryption'] {
  return switchOf(/set private-data-encryption (\w+)/.exec(text)?.[1]);
}

/** A unit that does not say is taken for one without; its configuration then has to say the same. */
export const vdomsOn = (status: Pick<Status, 'vdomMode'>): boolean =>
  !['disable', 'disabled', 'no-vdom', 'unknown'].includes(status.vdomMode);

/** From `diagnose sys vd list | grep name=` (`name=root/root index=0 …`) or `get system vdom-property` (`name: root`, `== [ root ]`). */
export function parseVdoms(text: string): string[] {
  const names = new Set<string>();
  for (const line of text.split('\n')) {
    const name =
      /\bname=([\w.-]+)/.exec(line)?.[1] ??
      /^\s*name\s*:\s*([\w.-]+)/.exec(line)?.[1] ??
      /^\s*==\s*\[\s*([\w.-]+)\s*\]/.exec(line)?.[1];
    // Hidden helpers of the system itself (vsys_ha, vsys_fgfm…), not configured by anybody.
    if (name !== undefined && !name.startsWith('vsys_')) names.add(name);
  }
  return [...names].sort();
}

/** From the lines `edit NAME` of the whole configuration. */
export function parseVdomEntries(text: string): string[] {
  const names = [...text.matchAll(/^edit "?([\w.-]+)"?\s*$/gm)].map(([, name]) => name!);
  return [...new Set(names)].sort();
}

/** From `get system ha status`, for units whose status lacks the line: `standalone`, or the mode in lower case. */
export function parseHaMode(text: string): string {
  const mode = /^\s*Mode\s*:\s*(?:HA\s+)?(\S+)/im.exec(text)?.[1];
  return mode === undefined ? 'unknown' : mode.toLowerCase();
}
