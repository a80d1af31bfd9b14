// SSH host keys: their fingerprint and the algorithms to ask for. Pure.
import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

/** `SHA256:…` as `ssh-keygen -lf` prints it. `key` is the public key in SSH wire form. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

const ALGORITHMS: readonly { readonly type: string; readonly algorithms: readonly ServerHostKeyAlgorithm[] }[] = [
  { type: 'ssh-ed25519', algorithms: ['ssh-ed25519'] },
  { type: 'ecdsa-sha2-nistp256', algorithms: ['ecdsa-sha2-nistp256'] },
  { type: 'ecdsa-sha2-nistp384', algorithms: ['ecdsa-sha2-nistp384'] },
  { type: 'ecdsa-sha2-nistp521', algorithms: ['ecdsa-sha2-nistp521'] },
  { type: 'ssh-rsa', algorithms: ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] },
];

/** The type that a public key names itself: `ssh-ed25519`, `ssh-rsa`… */
export function keyTypeOf(key: Uint8Array): string {
  const bytes = Buffer.from(key);
  if (bytes.length < 4) return '';
  return bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString('latin1');
}

/** What to ask for so that a key of none of these types is presented. A unit holds keys of several types; one is pinned. */
export function algorithmsWithout(types: ReadonlySet<string>): ServerHostKeyAlgorithm[] {
  return ALGORITHMS.filter(({ type }) => !types.has(type)).flatMap(({ algorithms }) => [...algorithms]);
}
