// The contract file of the rehearsal: the estate of the simulators' default world, written as a user would write it.

export interface Places {
  readonly ids: Readonly<Record<string, string>>;
  readonly ips: Readonly<Record<string, string>>;
  readonly apiRoot: string;
  readonly fortigate: { readonly port: number; readonly hostKey: string; readonly user: string };
  readonly endMonth: string;
  readonly serviceEndsOn: string;
  /** Default `api`. */
  readonly engine?: 'api' | 'terraform';
}

export const REHEARSAL_NAME = 'rehearsal';
export const LICENCE_FILE = 'licences/FGVM02TM24001234.lic';

export const contractText = ({ ids, ips, apiRoot, fortigate, endMonth, serviceEndsOn, engine }: Places): string => `\
# REHEARSAL: a world of simulators on loopback.
provider: sakura-fortigate
projectId: "${ids.account}"
memberCode: abc12345
resourceId: "113000000900"
serviceName: FortiGateVM 2vCPU
planName: FortiGateVM ライセンス
plan: no-term
monthlyFee: 33000
endMonth: ${endMonth}
serviceEndsOn: ${serviceEndsOn}
${engine === 'terraform' ? 'engine: terraform\n' : ''}api:
  root: ${apiRoot}
  zones: [is1a, is1b]
  token: file:secrets/token
  secret: file:secrets/secret
services:
  - resourceId: "113000000900"
    server: { id: "${ids.server}", name: fgt-prod-01, zone: is1b }
    disks:
      - { id: "${ids.systemDisk}", name: fgt-prod-01-system }
      - { id: "${ids.logDisk}", name: fgt-prod-01-log }
    fortigate:
      host: 127.0.0.1
      port: ${fortigate.port}
      hostKey: ${fortigate.hostKey}
      user: ${fortigate.user}
      password: file:secrets/password
      serial: FGVM02TM24001234
      hostname: FGT-PROD-01
      version: "7.4"
estate:
  - kind: router
    id: "${ids.router}"
    name: fgt-router
    zone: is1b
    switchId: "${ids.routerSwitch}"
    subnets: [{ id: "${ids.subnet}", network: 203.0.113.16/28 }]
    ipv6Net: { id: "${ids.ipv6Net}", prefix: "2001:db8:1::/64" }
  - { kind: address, ip: ${ips.wan}, zone: is1b, ptr: vpn.example.jp }
  - { kind: address, ip: ${ips.service}, zone: is1b, ptr: mail.example.com }
  - { kind: address, ip: ${ips.management}, zone: is1b, ptr: fgt-mgmt.example.com }
  - { kind: switch, id: "${ids.lanSwitch}", name: fgt-lan, zone: is1b }
  - { kind: packet-filter, id: "${ids.packetFilter}", name: fgt-wan, zone: is1b }
  - { kind: auto-backup, id: "${ids.autoBackup}", name: fgt-prod-01-weekly, zone: is1b }
  - { kind: archive, id: "${ids.archive}", name: fgt-prod-01-before-upgrade, zone: is1b }
licenceFiles:
  - path: ${LICENCE_FILE}
backup:
  to: backups
`;
