// `diagnose …`: the two views of the VM licence.
import type { Device } from '../device.ts';
import type { Session } from '../session.ts';
import { reads } from '../words.ts';
import { notHere, said, unknownAction, type CommandText } from './result.ts';

export function diagnose(session: Session, words: readonly string[]): CommandText {
  const { device } = session;
  if (device.state.rights === 'read-only' || words.length === 0) return unknownAction;
  if (device.state.vdoms.length > 0 && session.contexts.at(-1)?.kind !== 'global') return notHere(words[0]);
  if (reads(words, ['hardware', 'sysinfo', 'vm', 'full'])) return said(vmText(device));
  if (reads(words, ['debug', 'vm-print-license'])) return said(licenceText(device));
  return notHere(words[1] ?? words[0]);
}

function vmText(device: Device): string {
  const { kind } = device.state.licence;
  const valid = kind === 'none' ? 0 : 1;
  const lines = [
    'UUID:     5f1f3c0f7c5d4c3e9d0e6a1b2c3d4e5f',
    `valid:    ${valid}`,
    `status:   ${valid}`,
    `code:     ${kind === 'valid' ? 200 : 0}`,
    'warn:     0',
    'copy:     0',
    'received: 4294967296',
    'warning:  4294967296',
    `recv:     ${kind === 'valid' ? '202601150900' : ''}`,
    'dup:      ',
  ];
  return `${lines.join('\n')}\n`;
}

function licenceText(device: Device): string {
  const { serial, licence } = device.state;
  const lines = [
    `SerialNumber: ${serial}`,
    'CreateDate: Thu Jan 15 00:00:00 2026',
    ...(licence.expiresOn === null ? [] : [`License expires: ${licence.expiresOn}`]),
    'Key: yes',
    'Cert: yes',
    'Key2: yes',
    'Cert2: yes',
    `Model: ${licence.kind === 'valid' ? 'EL (20)' : 'EVAL (1)'}`,
    `CPU: ${licence.kind === 'valid' ? 2 : 1}`,
  ];
  return `${lines.join('\n')}\n`;
}
