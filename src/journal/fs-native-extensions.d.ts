// The one function of fs-native-extensions that the lock uses; the package ships no types.
declare module 'fs-native-extensions' {
  /** Takes an exclusive lock on an open, writable file without waiting; false when another open file holds it. */
  export function tryLock(fd: number): boolean;
}
