// What the contract says about the server, as targets of the executors that work there. Pure.
import type { SshPlace } from '../../src/base/ssh-place.ts';
import { configuredZoneTarget, dynamicZoneTarget, zoneFileTarget } from '../../src/executors/bind/command.ts';
import type { Target } from '../../src/executors/port.ts';
import {
  configTarget,
  type ServerCommands,
  siteTarget,
  trafficTarget,
} from '../../src/executors/web-server/command.ts';
import type { ClaraDomain } from './contract.ts';
import { zoneOnServer } from './contract.ts';
import type { ServerContract } from './contract.ts';

function sshOf({ server: { ssh } }: ServerContract): { ssh?: SshPlace } {
  if (ssh === undefined) return {};
  const { host, port, user, hostKey } = ssh;
  return { ssh: { host, port, user, hostKey } };
}

/** The zone of a domain that lies there. */
export function zoneTarget(contract: ServerContract, domain: ClaraDomain): Target {
  const { additionalIp: address, server } = contract;
  const { name: zone, file = '', update } = zoneOnServer(contract, domain)!;
  const { ttlSeconds } = server;
  if (update !== undefined)
    return dynamicZoneTarget({ zone, server: update.server, key: update.key, address, ttlSeconds });
  return zoneFileTarget({ zone, file, directory: server.bind.directory, address, ttlSeconds, ...sshOf(contract) });
}

/** The zone in the server's configuration, where kaiyaku may take it out: a file, in a named.conf that the contract names. */
export function configuredTarget(contract: ServerContract, domain: ClaraDomain): Target | undefined {
  const { directory, config } = contract.server.bind;
  const { name: zone, file } = zoneOnServer(contract, domain)!;
  if (config === undefined || file === undefined) return undefined;
  return configuredZoneTarget({ zone, config, file, directory, ...sshOf(contract) });
}

/** argv that makes the name server read a zone again; none for a zone that it writes itself. */
export function reloadOf(contract: ServerContract, domain: ClaraDomain): { reload?: readonly string[] } {
  const zone = zoneOnServer(contract, domain)!;
  return zone.update === undefined ? { reload: [...contract.server.bind.rndc, 'reload', zone.name] } : {};
}

/** Undefined where no web server names the address. */
export function webOf(contract: ServerContract) {
  const { web, quietHours } = contract.server;
  if (web === 'none') return undefined;
  const { additionalIp: address, mainIp: to } = contract;
  const place = { server: web.kind, roots: web.roots, ...sshOf(contract) };
  const commands: ServerCommands = { test: web.test, reload: web.reload };
  return {
    commands,
    config: configTarget({ ...place, address, to }),
    site: (domain: string) => siteTarget({ ...place, domain }),
    traffic: trafficTarget({ address, to, logs: web.logs, hours: quietHours, ...sshOf(contract) }),
  };
}
