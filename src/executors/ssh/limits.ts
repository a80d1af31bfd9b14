// Every wait of an SSH connection, with its unit. They are real-time limits of real sockets.

export interface SshLimits {
  /** TCP connection established. */
  readonly connectMs: number;
  /** From the first byte to the end of the key exchange. DH groups of 8192 bits are slow on small VMs: never below 30 s. */
  readonly handshakeMs: number;
  /** From the end of the key exchange to the answer on the login. */
  readonly authenticationMs: number;
  /** Closing a connection politely. */
  readonly closeMs: number;
}

export const SSH_LIMITS: SshLimits = {
  connectMs: 15_000,
  handshakeMs: 45_000,
  authenticationMs: 60_000,
  closeMs: 2_000,
};

/** Kinds of host key that one machine can hold: ed25519, three ECDSA curves, RSA. */
export const HOST_KEY_KINDS_MAX = 5;
