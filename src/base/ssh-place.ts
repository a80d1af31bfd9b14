// Where a machine is reached by SSH, and the key by which it is known. Plain data: it stands in contracts, targets and digests;
// the credential does not.

export interface SshPlace {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `SHA256:…` as `ssh-keygen -lf` prints it. */
  readonly hostKey: string;
}

/** `root@192.0.2.1:22` */
export const sshName = ({ host, port, user }: SshPlace): string => `${user}@${host}:${port}`;
