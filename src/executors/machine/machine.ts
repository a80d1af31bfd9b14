// A machine as the executors need it: text files that are read and replaced whole, and programs that are run by their argv.
// The same for this machine and for one behind SSH; it decides nothing, and knows neither zones nor web servers.

/** How a program ended. `unknown`: it may have run, and may run still. */
export interface Ran {
  readonly ended: 'exited' | 'not-started' | 'unknown';
  readonly exitCode?: number;
  /** May hold secrets: for a parser only. */
  readonly stdout: string;
  /** `stdout` is not all of it: a parser must refuse it. */
  readonly truncated: boolean;
  /** The end of both streams, secrets masked; or why it did not start. */
  readonly said: string;
}

export interface RunLimits {
  readonly timeoutMs: number;
  readonly outputBytesMax?: number;
  /** Written to standard input, which is otherwise empty. */
  readonly stdin?: string;
}

/**
 * Paths are absolute. Text is Latin-1: one character a byte. Throws provider errors `file-missing`, `file-unreadable`,
 * `file-too-large`, `file-not-written`, and what the line throws (`ssh-…`).
 */
export interface Machine {
  /** `this machine`, or `root@192.0.2.1:22`. */
  readonly name: string;
  /** Links followed: the file itself is what is replaced. */
  realPath(path: string): Promise<string>;
  read(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  isFolder(path: string): Promise<boolean>;
  /** Names in a folder, in alphabetical order. */
  list(folder: string): Promise<string[]>;
  /** Whoever reads the file sees the old bytes or the new ones. Mode and owner stay. */
  replace(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  run(argv: readonly string[], limits: RunLimits): Promise<Ran>;
  close(): Promise<void>;
}

/** The new bytes wait here. Hidden, so that no server takes it for a part of its configuration. */
export const temporaryOf = (path: string): string => path.replace(/[^/]*$/, (name) => `.${name}.kaiyaku.tmp`);

/** Where servers of the system lie; a login without a terminal often has no such path. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
