// Fetches `sys_config` over an open connection by the old SCP protocol. The bytes are the file, unchanged.
import type { Client, ClientChannel } from 'ssh2';
import { lineLost, timedOut } from './failures.ts';
import type { FortigateLimits } from './limits.ts';
import { ScpReceiver } from './scp-receiver.ts';

const COMMAND = 'scp -f sys_config';

/** Throws `backup-scp-denied`, `backup-transfer`, `ssh-timeout`, `ssh-line-lost`, or the reason of the signal. */
export async function fetchByScp(client: Client, limits: FortigateLimits, signal?: AbortSignal): Promise<Buffer> {
  signal?.throwIfAborted();
  const channel = await openExec(client, limits);
  const receiver = new ScpReceiver(limits.configurationBytesMax);
  let timer: NodeJS.Timeout | undefined;
  let banner: NodeJS.Timeout | undefined;
  let abort = (): void => {};
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      abort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      const awaken = (): void => {
        clearTimeout(timer);
        timer = setTimeout(
          () => reject(timedOut(`the unit was silent for ${limits.transferSilenceMs} ms during the transfer`)),
          limits.transferSilenceMs,
        );
      };
      const settle = (act: () => void): void => {
        try {
          act();
        } catch (error) {
          reject(error);
        }
      };
      const onBytes = (bytes: Buffer): void =>
        settle(() => {
          awaken();
          clearTimeout(banner);
          const reply = receiver.push(bytes);
          if (reply !== '') channel.write(Buffer.from(reply, 'latin1'));
          // Whether the banner is waited for on this channel differs; an answer that nobody waits for would break the transfer.
          if (receiver.atBanner)
            banner = setTimeout(() => channel.write(Buffer.from(receiver.accept(), 'latin1')), limits.bannerMs);
          if (receiver.done) resolve(receiver.finish());
        });
      channel.on('data', onBytes);
      channel.stderr.on('data', onBytes);
      channel.on('error', (error: unknown) => reject(lineLost('the transfer was cut', { cause: error })));
      channel.on('close', () => settle(() => resolve(receiver.finish())));
      awaken();
      channel.write(Buffer.from(receiver.greeting, 'latin1'));
    });
  } finally {
    clearTimeout(timer);
    clearTimeout(banner);
    signal?.removeEventListener('abort', abort);
    channel.close();
  }
}

function openExec(client: Client, limits: FortigateLimits): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timedOut('the unit opened no channel for SCP')), limits.silenceMs);
    client.exec(COMMAND, (error, channel) => {
      clearTimeout(timer);
      if (error === undefined) resolve(channel);
      else reject(lineLost('the unit opened no channel for SCP', { cause: error }));
    });
  });
}
