// `get system …`: the status lines that a client judges the device by.
import { atLeast } from '../device-file.ts';
import type { Device } from '../device.ts';
import { EVALUATION_MS } from '../reset.ts';
import type { Session } from '../session.ts';
import { reads } from '../words.ts';
import { notHere, said, unknownAction, type CommandText } from './result.ts';

export function get(session: Session, words: readonly string[]): CommandText {
  const { device } = session;
  const context = session.contexts.at(-1);
  if (context?.kind === 'block')
    return context.path === 'system console' && words.length === 0 ? said(consoleText(device)) : notHere(words[0]);
  if (words.length === 0) return unknownAction;
  if (reads(words, ['system', 'status'])) return said(statusText(device));
  // With VDOMs on, the rest of `system` stands in `config global`.
  const global = device.state.vdoms.length === 0 || context?.kind === 'global';
  if (reads(words, ['system', 'ha', 'status'])) return global ? said(haText(device)) : notHere(words[1]);
  if (reads(words, ['system', 'console']) && atLeast(device.file, 7, 0))
    return global ? said(consoleText(device)) : notHere(words[1]);
  return notHere(words[1] ?? words[0]);
}

function statusText(device: Device): string {
  const { file, state } = device;
  const { licence, ha, vdoms } = state;
  const expires = licenceLine(device);
  const old = !atLeast(file, 7, 0);
  const lines = [
    `Version: ${file.platform} v${file.version},build${file.build},${file.buildDate} (${file.release})`,
    ...(atLeast(file, 7, 4) ? ['Security Level: 1', 'Firmware Signature: certified'] : []),
    'Virus-DB: 1.00000(2018-04-09 18:07)',
    'Extended DB: 1.00000(2018-04-09 18:07)',
    'IPS-DB: 6.00741(2015-12-01 02:30)',
    'APP-DB: 6.00741(2015-12-01 02:30)',
    `Serial-Number: ${state.serial}`,
    `License Status: ${licence.kind === 'none' ? 'Invalid' : 'Valid'}`,
    ...(expires === undefined ? [] : [expires]),
    licence.kind === 'valid'
      ? 'VM Resources: 2 CPU/2 allowed, 3962 MB RAM'
      : 'VM Resources: 1 CPU/1 allowed, 1997 MB RAM/2048 MB allowed',
    'Log hard disk: Available',
    `Hostname: ${state.hostname}`,
    ...(atLeast(file, 7, 2) ? [`Private Encryption: ${state.privateDataEncryption ? 'Enable' : 'Disable'}`] : []),
    'Operation Mode: NAT',
    'Current virtual domain: root',
    `Max number of virtual domains: ${licence.kind === 'valid' ? 10 : 1}`,
    `Virtual domains status: ${Math.max(1, vdoms.length)} in NAT mode, 0 in TP mode`,
    `Virtual domain configuration: ${vdoms.length === 0 ? 'disable' : file.vdomWord}`,
    'FIPS-CC mode: disable',
    `Current HA mode: ${ha.mode === 'standalone' ? ha.mode : `${ha.mode}, ${roleWord(ha.role, old)}`}`,
    `Branch point: ${file.build}`,
    `Release Version Information: ${file.release}`,
    'FortiOS x86-64: Yes',
    `System time: ${timeText(device.clock.nowMs())}`,
    'Last reboot reason: warm reboot',
  ];
  return `${lines.join('\n')}\n`;
}

function licenceLine(device: Device): string | undefined {
  const { kind, expiresOn } = device.state.licence;
  if (kind === 'valid') return expiresOn === null ? undefined : `License Expiration Date: ${expiresOn}`;
  if (kind === 'none') return undefined;
  if (expiresOn !== null) return `Evaluation License Expires: ${timeText(Date.parse(expiresOn))}`;
  return atLeast(device.file, 7, 2, 1)
    ? undefined
    : `Evaluation License Expires: ${timeText(device.lastBootMs + EVALUATION_MS)}`;
}

function haText(device: Device): string {
  const { file, state } = device;
  const { ha } = state;
  const head = ['HA Health Status: OK', `Model: ${file.platform}`];
  if (ha.mode === 'standalone')
    return `${[...head, 'Mode: Standalone', 'Group: 0', 'Debug: 0', 'Cluster Uptime: 0 days 0:00:00'].join('\n')}\n`;
  const old = !atLeast(file, 7, 0);
  const self = { hostname: state.hostname, serial: state.serial };
  const members = ha.peer === null ? [self] : ha.role === 'primary' ? [self, ha.peer] : [ha.peer, self];
  const index = old ? 'cluster index' : 'HA cluster index';
  const lines = [
    ...head,
    `Mode: HA ${ha.mode.toUpperCase()}`,
    'Configuration Status:',
    ...members.map(({ serial }, at) => `    ${serial}(updated ${at + 2} seconds ago): in-sync`),
    ...members.map(
      (member, at) =>
        `${(old ? ['Master', 'Slave '] : ['Primary     ', 'Secondary   '])[at]}: ${member.hostname.padEnd(16)}, ` +
        `${member.serial}, ${index} = ${at}`,
    ),
    'number of vcluster: 1',
    'vcluster 1: work 169.254.0.1',
    ...members.map(
      ({ serial }, at) =>
        `${(old ? ['Master', 'Slave'] : ['Primary', 'Secondary'])[at]}: ${serial}, ` +
        `${old ? 'operating cluster index' : 'HA operating index'} = ${at}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function consoleText(device: Device): string {
  return `login               : enable \noutput              : ${device.state.console} \n`;
}

function roleWord(role: 'primary' | 'secondary', old: boolean): string {
  if (!old) return role;
  return role === 'primary' ? 'master' : 'slave';
}

/** `Mon Sep 26 15:29:21 2022`, UTC. */
function timeText(ms: number): string {
  const [weekday, day = '', month, year, time] = new Date(ms).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
