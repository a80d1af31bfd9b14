// A real Apache and a real nginx (Debian's) on loopback, each with a configuration of its own in a folder that goes away.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerCommands, WebServerKind } from '../executors/web-server/command.ts';
import { installed, until } from './installed.ts';

const MODULES = '/usr/lib/apache2/modules';
const asRoot = process.getuid?.() === 0;

export const hasWeb: Readonly<Record<WebServerKind, boolean>> = {
  apache: installed('apache2') !== undefined && existsSync(MODULES),
  nginx: installed('nginx') !== undefined,
};

export interface WebRig extends ServerCommands {
  readonly server: WebServerKind;
  readonly folder: string;
  /** The main configuration file. */
  readonly root: string;
  readonly accessLog: string;
  /** What is answered to a request with that `Host`; undefined where nobody answers. */
  ask(address: string, port: number, host: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** `files` lie beside the main file, which includes `sites/*.conf`; `own` is what stands in it of addresses. */
export async function startWeb(
  server: WebServerKind,
  own: string,
  files: Readonly<Record<string, string>>,
): Promise<WebRig> {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-web-'));
  // Its workers are another user, who has to come in.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'sites'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const root = join(folder, 'main.conf');
  writeFileSync(root, server === 'apache' ? apacheConf(folder, own) : nginxConf(folder, own));
  const start =
    server === 'apache' ? [installed('apache2')!, '-f', root] : [installed('nginx')!, '-c', root, '-p', folder];
  const [test, reload] =
    server === 'apache'
      ? [['-t'], ['-k', 'graceful']]
      : [
          ['-t', '-q'],
          ['-s', 'reload'],
        ];
  execFileSync(start[0]!, start.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  const pidFile = join(folder, 'pid');
  await until('the server writes its pid', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8').trim() !== '');
  return {
    server,
    folder,
    root,
    accessLog: join(folder, 'access.log'),
    test: [...start, ...test],
    reload: [...start, ...reload],
    ask,
    close: async () => {
      const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : undefined;
      // Said again until it is gone: nginx forgets what it is told between its start and its first wait.
      await until('the server ends', () => pid === undefined || !toldToEnd(pid));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Its access log names the local address first. */
const apacheConf = (folder: string, own: string): string => `ServerRoot "${folder}"
PidFile ${join(folder, 'pid')}
ErrorLog ${join(folder, 'error.log')}
LogFormat "%A %h %t \\"%r\\" %>s" local
CustomLog ${join(folder, 'access.log')} local
LoadModule mpm_event_module ${MODULES}/mod_mpm_event.so
LoadModule authz_core_module ${MODULES}/mod_authz_core.so
LoadModule alias_module ${MODULES}/mod_alias.so
${asRoot ? 'User www-data\nGroup www-data\n' : ''}ServerName localhost
${own}
IncludeOptional sites/*.conf
`;

const nginxConf = (folder: string, own: string): string => `pid ${join(folder, 'pid')};
error_log ${join(folder, 'error.log')};
events { }
http {
    log_format local '$server_addr $remote_addr [$time_local] "$request" $status';
    access_log ${join(folder, 'access.log')} local;
    ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n    ')}
    ${own}
    include sites/*.conf;
}
`;

function ask(address: string, port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: address, port, headers: { host }, agent: false, timeout: 2_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(response.headers.location ?? Buffer.concat(chunks).toString()));
      response.on('error', () => resolve(undefined));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

/** False: there is no such process any more. */
function toldToEnd(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGTERM');
  } catch {
    return false;
  }
}
