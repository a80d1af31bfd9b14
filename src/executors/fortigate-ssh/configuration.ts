// A dumped FortiOS configuration as text: is it complete, is it this unit's, and what of it is comparable. Pure.
// Two dumps of one configuration never have equal bytes: secrets are salted anew each time. So they are normalised first.
import { sha256Hex } from '../../base/canonical-json.ts';
import { SIZE_FACTOR_MAX } from './limits.ts';
import type { Status } from './status.ts';
import { vdomsOn } from './status.ts';
import { readStructure } from './structure.ts';

export type Method = 'scp' | 'show';

/** What makes a dump unusable as a backup; each is named, never quoted. */
export type Problem =
  | 'empty'
  | 'not-utf-8'
  | 'no-config-version'
  | 'other-version'
  | 'unbalanced'
  | 'cut-off'
  | 'no-system-global'
  | 'other-hostname'
  | 'vdom-mode-differs'
  | 'no-global-block'
  | 'vdom-missing'
  | 'size-jump'
  | 'error-text'
  | 'licence-inside';

export interface Unit extends Status {
  readonly vdoms: readonly string[];
}

export interface Summary {
  /** First line without its mark: `FGVMK6-7.4.8-FW-build2795-250523`. */
  readonly configVersion: string;
  /** `sha256` hex over the normalised text. */
  readonly normalisedSha256: string;
  readonly problems: readonly Problem[];
}

const CONFIG_VERSION = /^#config-version=([\w.-]+?-(\d+\.\d+\.\d+)-FW-build(\d+)-\d+)(:[^\n]*)?$/;

/**
 * Reads a dump against the unit that it came from. `previousBytes` is the size of the last good backup, if there is one.
 * Its bytes are taken for UTF-8; a dump that is not is reported, not guessed at.
 */
export function readConfiguration(bytes: Uint8Array, unit: Unit, previousBytes?: number): Summary {
  const problems: Problem[] = [];
  const text = decode(bytes);
  if (text === undefined) return { configVersion: '', normalisedSha256: sha256Hex(bytes), problems: ['not-utf-8'] };
  const clean = text.replaceAll('\r', '');
  if (clean.trim() === '') problems.push('empty');
  if (clean.includes('BEGIN FGT VM LICENSE')) problems.push('licence-inside');

  const first = CONFIG_VERSION.exec(clean.slice(0, Math.max(0, clean.indexOf('\n'))).trimEnd());
  if (first === null) problems.push('no-config-version');
  else if (first[2] !== unit.version || Number(first[3]) !== unit.build) problems.push('other-version');

  const structure = readStructure(clean);
  if (!structure.balanced) problems.push('unbalanced');
  if (structure.lastLine !== 'end') problems.push('cut-off');
  if (!structure.systemGlobalSeen) problems.push('no-system-global');
  else if (structure.hostname === undefined ? !defaultName(unit) : structure.hostname !== unit.hostname)
    problems.push('other-hostname');

  const vdomFlag = /:vdom=1(?::|$)/.test(first?.[4] ?? '');
  if (vdomFlag !== vdomsOn(unit)) problems.push('vdom-mode-differs');
  if (vdomFlag || vdomsOn(unit)) {
    if (!structure.globalSeen) problems.push('no-global-block');
    if (unit.vdoms.some((name) => !structure.vdoms.includes(name))) problems.push('vdom-missing');
  }
  if (previousBytes !== undefined && outOfFactor(bytes.length, previousBytes)) problems.push('size-jump');
  if (/^(?:Unknown action \d|Command fail\. Return code|command parse error before)/m.test(clean))
    problems.push('error-text');
  return { configVersion: first?.[1] ?? '', normalisedSha256: sha256Hex(normalise(clean)), problems };
}

/** A unit that was never named is called by its serial number or its platform, and the file does not say so. */
const defaultName = (unit: Unit): boolean => unit.hostname === unit.serial || unit.hostname === unit.platform;

const outOfFactor = (bytes: number, before: number): boolean =>
  before > 0 && (bytes * SIZE_FACTOR_MAX < before || bytes > before * SIZE_FACTOR_MAX);

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const PRIVATE_KEY = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;

/**
 * The text without what changes from dump to dump: salted secrets, private keys, the file's own version counter, times of
 * last change, who dumped it, empty lines and carriage returns.
 */
export function normalise(text: string): string {
  return text
    .replaceAll('\r', '')
    .replace(PRIVATE_KEY, '-----$1-----')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('#conf_file_ver=') && !/^\s*set last-updated\b/.test(line))
    .map((line) => line.replace(/\bENC "?[A-Za-z0-9+/=]+"?/g, 'ENC *'))
    .map((line) => (line.startsWith('#config-version=') ? line.replace(/:user=[^:]*/, '') : line))
    .join('\n');
}
