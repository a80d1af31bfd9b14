// SSH host keys: made, read and named. The private key never leaves the simulator.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import ssh2 from 'ssh2';
import { userError } from '../../../base/errors.ts';

export type HostKeyType = 'ed25519' | 'rsa';

const RSA_BITS = 2_048;
const PEM_COLUMNS = 70;
const OPENSSH_BLOCK_BYTES = 8;

/** A new private key as text that ssh2 and `ssh-keygen` read. */
export function generateHostKey(type: HostKeyType): string {
  if (type === 'rsa')
    return generateKeyPairSync('rsa', {
      modulusLength: RSA_BITS,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey;
  return opensshEd25519();
}

/** `SHA256:…` as OpenSSH prints it. Throws `user/fortigate-host-key` when the text holds no private key. */
export function hostKeyFingerprint(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error || !key.isPrivateKey())
    throw userError('fortigate-host-key', 'the host key is no private key in OpenSSH or PEM form', {
      next: 'make one with: ssh-keygen -t ed25519 -N "" -f FILE',
    });
  return `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
}

// Written out here because ssh2 reads no PKCS#8, and its own generator makes an unreadable key about once in 200.
function opensshEd25519(): string {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const publicKey = Buffer.from(String(jwk.x), 'base64url');
  const seed = Buffer.from(String(jwk.d), 'base64url');
  const type = sshString(Buffer.from('ssh-ed25519'));
  const check = randomBytes(4);
  let secret = Buffer.concat([
    check,
    check,
    type,
    sshString(publicKey),
    sshString(Buffer.concat([seed, publicKey])),
    sshString(Buffer.alloc(0)),
  ]);
  const padding = (OPENSSH_BLOCK_BYTES - (secret.length % OPENSSH_BLOCK_BYTES)) % OPENSSH_BLOCK_BYTES;
  secret = Buffer.concat([secret, Buffer.from(Array.from({ length: padding }, (_, index) => index + 1))]);
  const none = sshString(Buffer.from('none'));
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    none,
    none,
    sshString(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    sshString(Buffer.concat([type, sshString(publicKey)])),
    sshString(secret),
  ]);
  const lines = body.toString('base64').match(new RegExp(`.{1,${PEM_COLUMNS}}`, 'g')) ?? [];
  const label = 'OPENSSH PRIVATE KEY';
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
