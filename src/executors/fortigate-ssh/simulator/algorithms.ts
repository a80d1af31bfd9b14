// SSH algorithms that each train offers, as far as ssh2 can serve them. ssh2's server knows no Diffie-Hellman group
// exchange: `diffie-hellman-group14-sha1` stands last in its place, for clients that offer nothing newer (netmiko).
import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm } from 'ssh2';
import { atLeast, type DeviceFile } from './device-file.ts';

const KEX: KexAlgorithm[] = [
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha1',
];
const MAC: MacAlgorithm[] = [
  'hmac-sha2-256',
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512',
  'hmac-sha2-512-etm@openssh.com',
];
const GCM: CipherAlgorithm[] = ['aes256-ctr', 'aes256-gcm@openssh.com'];

/** Only what a client needs its legacy switch for. */
export const LEGACY_ALGORITHMS: Algorithms = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  cipher: ['aes256-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-sha1'],
};

/** What a device of this version offers. */
export function algorithmsOf(file: DeviceFile): Algorithms {
  if (atLeast(file, 7, 4, 4)) return { kex: KEX, cipher: GCM, hmac: MAC };
  if (atLeast(file, 7, 0, 2)) return { kex: KEX, cipher: ['chacha20-poly1305@openssh.com', ...GCM], hmac: MAC };
  return {
    kex: [...KEX, 'diffie-hellman-group1-sha1'],
    cipher: ['chacha20-poly1305@openssh.com', 'aes128-ctr', ...GCM, 'aes256-cbc', 'aes128-cbc', '3des-cbc'],
    hmac: [...MAC, 'hmac-sha1'],
  };
}
