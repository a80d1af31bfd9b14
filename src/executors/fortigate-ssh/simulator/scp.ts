// The old SCP protocol as FortiOS speaks it: `scp -f sys_config` gives the configuration, `scp -t vmlicense` takes a licence.
import { configText } from './config-text.ts';
import type { Device } from './device.ts';
import { atLeast } from './device-file.ts';
import { LICENCE_BYTES_MAX, SCP_HEADER_BYTES_MAX, SCP_DENIED_GAP_MS, SHORT_SCP_MISSING_BYTES } from './limits.ts';
import type { LineEnd } from './line.ts';
import { ACCEPT_PROMPT, SCP_DENIED } from './texts.ts';
import type { Wire } from './wire.ts';

const OK = 0;
const LICENCE_BEGIN = '-----BEGIN FGT VM LICENSE-----';
const LICENCE_END = '-----END FGT VM LICENSE-----';
const PAID_SERIAL = /^FGVM(?!EV)[A-Z0-9]{6,14}$/;

/** Serves one `scp …` command to its end; the channel is closed afterwards. */
export async function scp(
  device: Device,
  wire: Wire,
  command: string,
  loseAllLines: (how: LineEnd) => void,
): Promise<void> {
  device.record.command(command);
  const words = command.trim().split(/\s+/).slice(1);
  const options = words.filter((word) => word.startsWith('-')).join('');
  const path = words.findLast((word) => !word.startsWith('-'));
  const { state, file } = device;
  const denied = !state.adminScp || state.password === '' || device.faults.take('no-scp');
  const mayRead = state.rights === 'read-write' || !atLeast(file, 7, 4, 4);
  const banner = state.postLoginBanner;
  if (banner !== null && file.postLoginBannerOn.includes('scp')) wire.send(`${banner}\n${ACCEPT_PROMPT}`);
  if (!denied && options.includes('f') && mayRead && (path === 'sys_config' || path === 'fgt-config'))
    return send(device, wire, path, options.includes('p'));
  if (!denied && options.includes('t') && state.rights === 'read-write' && path === 'vmlicense')
    return receive(device, wire, loseAllLines);
  // Where the header would stand, and not closed at once: OpenSSH's scp writes its complaint back before it prints it, and
  // would only say "lost connection".
  if (options.includes('f')) await wire.readByte();
  wire.send(SCP_DENIED);
  await Promise.race([wire.readByte(), new Promise((resolve) => setTimeout(resolve, SCP_DENIED_GAP_MS))]);
  await wire.end(1);
}

async function send(device: Device, wire: Wire, name: string, times: boolean): Promise<void> {
  const content = Buffer.from(configText(device, 'file', device.faults.take('corrupt-config')));
  const short = device.faults.take('short-scp');
  if ((await wire.readByte()) !== OK) return wire.end(1);
  if (times) {
    const seconds = Math.floor(device.clock.nowMs() / 1_000);
    wire.send(`T${seconds} 0 ${seconds} 0\n`);
    if ((await wire.readByte()) !== OK) return wire.end(1);
  }
  wire.send(`C0644 ${content.length} ${name}\n`);
  if ((await wire.readByte()) !== OK) return wire.end(1);
  if (short) {
    wire.send(content.subarray(0, -SHORT_SCP_MISSING_BYTES));
    return wire.end(0);
  }
  wire.send(content);
  wire.send(Buffer.from([OK]));
  await wire.readByte();
  await wire.end(0);
}

async function receive(device: Device, wire: Wire, loseAllLines: (how: LineEnd) => void): Promise<void> {
  wire.send(Buffer.from([OK]));
  let header = await readHeader(wire);
  if (header?.startsWith('T') === true) {
    wire.send(Buffer.from([OK]));
    header = await readHeader(wire);
  }
  const [, size, name] = /^C[0-7]{4} (\d+) (.+)$/.exec(header ?? '') ?? [];
  const length = Number(size);
  if (name === undefined || length > LICENCE_BYTES_MAX) return refuse(wire, 'protocol error');
  wire.send(Buffer.from([OK]));
  const bytes: number[] = [];
  while (bytes.length < length) {
    const byte = await wire.readByte();
    if (byte === undefined) return wire.end(1);
    bytes.push(byte);
  }
  await wire.readByte();
  const text = Buffer.from(bytes).toString('latin1').trim();
  if (!text.startsWith(LICENCE_BEGIN) || !text.endsWith(LICENCE_END)) return refuse(wire, 'invalid license');
  const serial = name.replace(/\.lic$/, '');
  device.configure('scp -t vmlicense', {
    licence: { kind: 'valid', expiresOn: device.file.licence.expiresOn },
    serial: PAID_SERIAL.test(serial) ? serial : device.file.serial,
  });
  wire.send(Buffer.from([OK]));
  await wire.end(0);
  device.reboot('licence installed');
  loseAllLines(device.file.lineEnd);
}

async function refuse(wire: Wire, why: string): Promise<void> {
  wire.send(`\u0001scp: ${why}\n`);
  await wire.end(1);
}

async function readHeader(wire: Wire): Promise<string | undefined> {
  const bytes: number[] = [];
  while (bytes.length < SCP_HEADER_BYTES_MAX) {
    const byte = await wire.readByte();
    if (byte === undefined) return undefined;
    if (byte === 0x0a) return Buffer.from(bytes).toString('utf8');
    bytes.push(byte);
  }
  return undefined;
}
