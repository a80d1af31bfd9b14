// What the contract names, as targets on its Plesk server.
import { pleskTarget } from '../../src/executors/plesk/command.ts';
import type { Target } from '../../src/executors/port.ts';
import type { ClaraContract, ClaraDomain } from './contract.ts';

type Addresses = Pick<ClaraContract, 'additionalIp' | 'mainIp'>;
type Named = Pick<ClaraDomain, 'name'>;

/** Known as the contract’s by its main address. */
export const serverTarget = ({ mainIp }: Addresses): Target =>
  pleskTarget({ kind: 'server', id: mainIp, label: `the Plesk server of ${mainIp}` });

export const addressTarget = ({ additionalIp }: Addresses): Target =>
  pleskTarget({ kind: 'address', id: additionalIp, label: `${additionalIp} in Plesk` });

export const movingTarget = ({ additionalIp: from, mainIp: to }: Addresses, { name }: Named): Target =>
  pleskTarget({ kind: 'domain', id: name, expect: { from, to } });

export const deletedTarget = ({ additionalIp: from }: Addresses, { name }: Named): Target =>
  pleskTarget({ kind: 'domain', id: name, expect: { from, alone: true } });

export const zoneTarget = ({ additionalIp: from }: Addresses, { name }: Named): Target =>
  pleskTarget({ kind: 'zone', id: name, expect: { from }, label: `the zone of ${name} in Plesk` });

export const domainBackupTarget = ({ name }: Named): Target =>
  pleskTarget({ kind: 'domain-backup', id: name, label: `backup of ${name}` });

export const backupFileTarget = (path: string): Target =>
  pleskTarget({ kind: 'backup', id: path, label: `${path} on the server` });
