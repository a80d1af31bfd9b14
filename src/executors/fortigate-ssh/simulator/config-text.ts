// The configuration as the device prints it: whole, of one scope, or of one path; by `show`, `show full-configuration` or SCP.
// Template language: `@@ global|vdom always|network|custom` stands before each top-level block (after a reset `custom` is
// gone, `network` stays only after factoryreset2); a line with `@full ` is printed by show full-configuration only, one
// with `@file ` by SCP only; {{enc}} {{key}} {{certificate}} {{policies}} {{hostname}}… are filled in, secrets anew each time.
import { createHash, randomBytes } from 'node:crypto';
import { CONFIG_TEMPLATE } from './config-template.ts';
import type { Device } from './device.ts';

/** `diff`: `show`; `full`: `show full-configuration`; `file`: what SCP sends. */
export type ConfigForm = 'diff' | 'full' | 'file';

export interface ConfigBlock {
  readonly scope: 'global' | 'vdom';
  /** `system global`, `system replacemsg auth "auth-disclaimer-page-1"`. */
  readonly path: string;
  /** Lines including `config …` and `end`. */
  readonly lines: readonly string[];
}

const ENC_BYTES = 72;
const PEM_COLUMNS = 64;
const KEY_BYTES = 1_216;
const CERTIFICATE_BYTES = 700;

/** The blocks that the device has now. */
export function configBlocks(device: Device, form: ConfigForm): ConfigBlock[] {
  const { state } = device;
  const template = device.file.configTemplate ?? CONFIG_TEMPLATE;
  return template
    .split(/^(?=@@ )/m)
    .filter((part) => part.startsWith('@@ '))
    .flatMap((part) => {
      const [head = '', ...rest] = part.trimEnd().split('\n');
      const [, scope, fate] = head.split(' ');
      if (state.configuration === 'factory' && (fate === 'custom' || (fate === 'network' && !state.networkKept)))
        return [];
      const lines = rest.flatMap((line) => lineOf(line, form)).flatMap((line) => fill(line, device, form));
      const path = (lines[0] ?? '').replace(/^config /, '');
      // `show` says nothing about a table that is empty.
      if (form === 'diff' && lines.length <= 2) return [];
      return [{ scope: scope === 'vdom' ? 'vdom' : 'global', path, lines } satisfies ConfigBlock];
    });
}

/** The whole text, LF line ends, with header. `corrupt`: the last `end` of the middle block is missing. */
export function configText(device: Device, form: ConfigForm, corrupt = false): string {
  const blocks = configBlocks(device, form);
  if (corrupt) {
    const middle = Math.floor(blocks.length / 2);
    blocks.splice(middle, 1, ...blocks.slice(middle, middle + 1).map((b) => ({ ...b, lines: b.lines.slice(0, -1) })));
  }
  const of = (scope: ConfigBlock['scope']): string[] =>
    blocks.filter((block) => block.scope === scope).flatMap((block) => block.lines);
  const { vdoms } = device.state;
  if (vdoms.length === 0) return join([...headerLines(device), ...of('global'), ...of('vdom')]);
  return join([
    ...headerLines(device),
    '',
    'config vdom',
    ...vdoms.flatMap((name) => [`edit ${name}`, 'next']),
    'end',
    '',
    'config global',
    ...of('global'),
    'end',
    // As on a device there is no `next` here: `end` closes the entry and the table.
    ...vdoms.flatMap((name) => ['', 'config vdom', `edit ${name}`, ...of('vdom'), 'end']),
  ]);
}

/** The part of one scope as `show` prints it inside `config global` or a VDOM. */
export function scopeText(device: Device, form: ConfigForm, scope: ConfigBlock['scope']): string {
  return join(
    configBlocks(device, form)
      .filter((block) => block.scope === scope)
      .flatMap((block) => block.lines),
  );
}

/** `#config-version=…` and its companions. */
export function headerLines(device: Device): string[] {
  const { file, state } = device;
  const vdom = state.vdoms.length > 0 ? 1 : 0;
  const code = `${file.platformCode}-${file.version}-FW-build${file.build}-${file.buildDate}`;
  return [
    `#config-version=${code}:opmode=0:vdom=${vdom}:user=${state.user}`,
    `#conf_file_ver=${randomBytes(6).readUIntBE(0, 6)}`,
    `#buildno=${file.build}`,
    '#global_vdom=1',
  ];
}

function lineOf(line: string, form: ConfigForm): string[] {
  if (line.startsWith('@full ')) return form === 'full' ? [line.slice('@full'.length)] : [];
  if (line.startsWith('@file ')) return form === 'file' ? [line.slice('@file'.length)] : [];
  return [line];
}

function fill(line: string, device: Device, form: ConfigForm): string[] {
  if (!line.includes('{{')) return [line];
  if (line.trim() === '{{policies}}') return policyLines(device, form);
  return line.replaceAll(/\{\{(\w+)\}\}/g, (whole, word: string) => value(word, device, line) ?? whole).split('\n');
}

function value(word: string, device: Device, line: string): string | undefined {
  const { file, state } = device;
  switch (word) {
    case 'hostname':
    case 'serial':
    case 'user':
    case 'console':
      return state[word];
    case 'platform':
      return file.platform;
    case 'adminScp':
      return state.adminScp ? 'enable' : 'disable';
    case 'privateData':
      return state.privateDataEncryption ? 'enable' : 'disable';
    case 'vdomMode':
      return state.vdoms.length === 0 ? 'no-vdom' : file.vdomWord === 'split-task' ? 'split-vdom' : 'multi-vdom';
    case 'now':
      return String(Math.floor(device.clock.nowMs() / 1_000));
    case 'enc':
      return state.password === '' && line.includes('set password') && state.configuration === 'factory'
        ? 'ENC'
        : `ENC ${randomBytes(ENC_BYTES).toString('base64')}`;
    case 'key':
      return pem('ENCRYPTED PRIVATE KEY', randomBytes(KEY_BYTES));
    case 'certificate':
      return pem('CERTIFICATE', steadyBytes(`${file.serial} ${line}`, CERTIFICATE_BYTES));
    default:
      return undefined;
  }
}

function policyLines(device: Device, form: ConfigForm): string[] {
  return Array.from({ length: device.file.policies }, (_, index) => index + 1).flatMap((id) => [
    `    edit ${id}`,
    `        set name "policy-${id}"`,
    '        set srcintf "port2"',
    '        set dstintf "port1"',
    '        set action accept',
    '        set srcaddr "web-server"',
    '        set dstaddr "all"',
    '        set schedule "always"',
    '        set service "ALL"',
    ...(form === 'full' ? ['        set status enable', '        set logtraffic utm'] : []),
    ...(id % 10 === 0
      ? [`        set comments "ticket #${id}: keep? (y/n)`, '        second line of the comment"']
      : []),
    '    next',
  ]);
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(new RegExp(`.{1,${PEM_COLUMNS}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}

// A certificate, unlike a secret, reads the same in every dump.
function steadyBytes(seed: string, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let have = 0; have < length; have += 32) parts.push(createHash('sha256').update(`${seed} ${have}`).digest());
  return Buffer.concat(parts).subarray(0, length);
}

function join(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
