// One session channel: which of shell, exec and SCP the client wants, with or without a terminal.
import type { ServerChannel, Session as SshSession } from 'ssh2';
import type { Device } from './device.ts';
import { enter } from './entrance.ts';
import type { Line, LineEnd } from './line.ts';
import { scp } from './scp.ts';
import { converse } from './dialogue.ts';
import { Session } from './session.ts';
import { Terminal } from './terminal.ts';
import { Wire, type WireFaults } from './wire.ts';

export interface ChannelParts {
  readonly device: Device;
  readonly line: Line;
  readonly faults: WireFaults & { readonly noise: boolean };
  /** Asked before input is taken: false once the device restarted or the session idled too long. */
  readonly hears: () => boolean;
  readonly loseAllLines: (how: LineEnd) => void;
  /** Something that only a bug of the simulator can throw. */
  readonly onBug: (error: unknown) => void;
}

/** Answers the requests of one channel. SFTP and every other subsystem are refused. */
export function serveChannel(ssh: SshSession, parts: ChannelParts): void {
  const { device, line, faults } = parts;
  let rows: number | undefined;
  ssh.on('pty', (accept, _reject, info) => {
    rows = info.rows;
    accept?.();
  });
  ssh.on('window-change', (accept, _reject, info) => {
    rows = info.rows;
    accept?.();
  });
  ssh.on('env', (accept) => accept?.());
  ssh.on('subsystem', (_accept, reject) => reject?.());
  ssh.on('shell', (accept) => start('shell', accept(), undefined));
  ssh.on('exec', (accept, _reject, info) => start('exec', accept(), info.command));

  const start = (on: 'shell' | 'exec', channel: ServerChannel, command: string | undefined): void => {
    const wire = new Wire(channel, line, faults, parts.hears);
    const task =
      command !== undefined && /^scp(\s|$)/.test(command)
        ? scp(device, wire, command, parts.loseAllLines)
        : talk(on, wire, command);
    task.catch(parts.onBug);
  };

  const talk = async (on: 'shell' | 'exec', wire: Wire, command: string | undefined): Promise<void> => {
    const terminal = new Terminal(wire, rows !== undefined, () => device.file.pageRows ?? rows ?? 0);
    if (!(await enter(device, terminal, on, faults.noise))) return wire.end(0);
    const session = new Session({
      device,
      terminal,
      line,
      noisy: faults.noise,
      loseAllLines: parts.loseAllLines,
    });
    // The text of an exec request is typed by nobody: it is read like input, without echo where there is no terminal.
    if (command !== undefined) wire.prefill(command.endsWith('\n') ? command : `${command}\n`);
    if ((await converse(session, command !== undefined)) === 'exit') await wire.end(0);
  };
}
