// SSH algorithms that each train offers by default.
import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm } from 'ssh2';
import { atLeast, type DeviceFile } from './device-file.ts';

const GROUP_EXCHANGE: KexAlgorithm = 'diffie-hellman-group-exchange-sha256';
const KEX: KexAlgorithm[] = [
  GROUP_EXCHANGE,
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
];
const MAC: MacAlgorithm[] = [
  'hmac-sha2-256',
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512',
  'hmac-sha2-512-etm@openssh.com',
];
const CIPHER: CipherAlgorithm[] = ['aes256-ctr', 'aes256-gcm@openssh.com'];

/** Only what a client needs its legacy switch for. */
export const LEGACY_ALGORITHMS: Algorithms = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  cipher: ['aes256-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-sha1'],
};

/** What a device of this version offers. */
export function algorithmsOf(file: DeviceFile): Algorithms {
  if (atLeast(file, 7, 4, 4)) return { kex: KEX, cipher: CIPHER, hmac: MAC };
  if (atLeast(file, 7, 4)) return { kex: KEX, cipher: ['chacha20-poly1305@openssh.com', ...CIPHER], hmac: MAC };
  // As one 7.2 was seen to.
  if (atLeast(file, 7, 0, 2)) return { kex: [GROUP_EXCHANGE], cipher: CIPHER, hmac: MAC };
  return {
    kex: [...KEX, 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
    cipher: ['chacha20-poly1305@openssh.com', 'aes128-ctr', ...CIPHER, 'aes256-cbc', 'aes128-cbc', '3des-cbc'],
    hmac: [...MAC, 'hmac-sha1'],
  };
}
