// Which file systems can be trusted with a lock. On a network file system a lock may be local to one machine, or be
// lost without a word when the server restarts; two writers would then both believe that they are alone. Pure.

/** Magic numbers of Linux (`statfs(2)`, linux/magic.h). */
export const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9p'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'kAFS'],
  [0x73757245, 'Coda'],
  [0x00c36400, 'Ceph'],
  [0x564c, 'NCP'],
  [0x0bd00bd0, 'Lustre'],
  [0x7461636f, 'OCFS2'],
  [0x01161970, 'GFS2'],
  [0x47504653, 'GPFS'],
  [0x786f4256, 'VirtualBox shared folder'],
]);
/** Programs behind it differ: sshfs is a network, bindfs is not, and the number does not tell. */
export const FUSE = 0x65735546;

/** `unsure`: goes on with a warning. */
export type FilesystemKind =
  | { readonly kind: 'local' }
  | { readonly kind: 'network'; readonly name: string }
  | { readonly kind: 'unsure'; readonly name: string };

/** What a `statfs` type says. `type` may come as a signed number. */
export function filesystemKind(type: number): FilesystemKind {
  const magic = type >>> 0;
  const name = NETWORK_FILE_SYSTEMS.get(magic);
  if (name !== undefined) return { kind: 'network', name };
  return magic === FUSE ? { kind: 'unsure', name: 'FUSE' } : { kind: 'local' };
}
