// A small estate in HCL, for either provider: one object of every type that the stand-in serves, joined as in real life.

export type Version = 'v2' | 'v3';

/** Prefix of resource types. */
export const prefixOf = (version: Version): string => (version === 'v2' ? 'sakuracloud' : 'sakura');

export function header(version: Version, secret = 'secret'): string {
  const name = prefixOf(version);
  return `
terraform {
  required_providers {
    ${name} = { source = "sacloud/${name}" }
  }
}
provider "${name}" {
  zone   = "is1b"
  token  = "token"
  secret = "${secret}"
}
`;
}

/** `description` is that of the disk, the switch and the server. */
export function estate(version: Version, description = 'first'): string {
  const p = prefixOf(version);
  const sw = version === 'v2' ? 'switch' : 'vswitch';
  const rule = (protocol: string, port: string) => `protocol = "${protocol}", destination_port = "${port}"`;
  const rules = [rule('tcp', '22'), rule('icmp', '')];
  const nics = [
    `upstream = ${p}_internet.wan.${sw}_id, packet_filter_id = ${p}_packet_filter.wan.id, user_ip_address = ${p}_internet.wan.ip_addresses[0]`,
    `upstream = ${p}_${sw}.lan.id`,
  ];
  const blocks = (name: string, all: readonly string[]) =>
    version === 'v2'
      ? all.map((one) => `  ${name} {\n    ${one.replaceAll(', ', '\n    ')}\n  }`).join('\n')
      : `  ${name} = [${all.map((one) => `{ ${one} }`).join(', ')}]`;
  const weekdays = version === 'v2' ? 'weekdays' : 'days_of_week';
  return `${header(version)}
resource "${p}_internet" "wan" {
  name = "wan"
  tags = ["edge"]
}
resource "${p}_${sw}" "lan" {
  name        = "lan"
  description = "${description}"
}
resource "${p}_packet_filter" "wan" {
  name = "wan"
${version === 'v2' ? blocks('expression', rules) : ''}
}
${version === 'v2' ? '' : `resource "${p}_packet_filter_rules" "wan" {\n  packet_filter_id = ${p}_packet_filter.wan.id\n${blocks('expression', rules)}\n}`}
resource "${p}_disk" "system" {
  name              = "system"
  description       = "${description}"
  source_archive_id = "113000000902"
}
resource "${p}_server" "fgt" {
  name           = "fgt"
  description    = "${description}"
  memory         = 2
  disks          = [${p}_disk.system.id]
  force_shutdown = true
${blocks('network_interface', nics)}
}
resource "${p}_subnet" "more" {
  internet_id = ${p}_internet.wan.id
  next_hop    = ${p}_server.fgt.ip_address
}
resource "${p}_ipv4_ptr" "fgt" {
  ip_address = ${p}_server.fgt.ip_address
  hostname   = "fgt.example.com"
}
resource "${p}_archive" "copy" {
  name           = "copy"
  source_disk_id = ${p}_disk.system.id
}
resource "${p}_auto_backup" "weekly" {
  name     = "weekly"
  disk_id  = ${p}_disk.system.id
  ${weekdays} = ["sun", "wed"]
}
`;
}
