// Files over the SFTP channel of one SSH connection. Replacing needs two extensions of OpenSSH: a rename that replaces, and
// fsync. Errors carry a code by what the server answered, never by its words.
import type { Client, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { KaiyakuError } from '../../base/errors.ts';
import { fileMissing, fileNotWritten, fileTooLarge, fileUnreadable, noAnswer, noFileChannel } from './failures.ts';
import { FILE_BYTES_MAX, FOLDER_NAMES_MAX, SFTP_ANSWER_MS, SFTP_CHUNK_BYTES } from './limits.ts';
import { temporaryOf } from './machine.ts';

const NO_SUCH_FILE = 2;
const FOLDER_BIT = 0o040000;
const KIND_BITS = 0o170000;

type Done<T> = (error: Error | null | undefined, value: T) => void;

/** Files of one machine. Throws as `Machine` says. */
export class SftpFiles {
  readonly #sftp: SFTPWrapper;
  readonly #where: string;
  readonly #signal: AbortSignal | undefined;

  private constructor(sftp: SFTPWrapper, where: string, signal: AbortSignal | undefined) {
    this.#sftp = sftp;
    this.#where = where;
    this.#signal = signal;
  }

  static async open(client: Client, where: string, signal?: AbortSignal): Promise<SftpFiles> {
    const sftp = await answered<SFTPWrapper>((done) => client.sftp(done), where, signal).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error instanceof KaiyakuError ? error : noFileChannel(`${where} offers no SFTP`, error);
    });
    return new SftpFiles(sftp, where, signal);
  }

  realPath(path: string): Promise<string> {
    return this.#reading(path, async () => {
      // The answer for a name that is not there is a path as well.
      await this.#stat(path);
      return this.#ask<string>((done) => this.#sftp.realpath(path, done));
    });
  }

  read(path: string): Promise<string> {
    return this.#reading(path, async () => {
      if ((await this.#stat(path)).size > FILE_BYTES_MAX)
        throw fileTooLarge(`${path} has more than ${FILE_BYTES_MAX} bytes`);
      return (await this.#ask<Buffer>((done) => this.#sftp.readFile(path, done))).toString('latin1');
    });
  }

  exists(path: string): Promise<boolean> {
    return this.#stat(path).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === NO_SUCH_FILE) return false;
        throw this.#unreadable(path, error);
      },
    );
  }

  isFolder(path: string): Promise<boolean> {
    return this.#reading(path, async () => ((await this.#stat(path)).mode & KIND_BITS) === FOLDER_BIT);
  }

  list(folder: string): Promise<string[]> {
    return this.#reading(folder, async () => {
      const entries = await this.#ask<FileEntryWithStats[]>((done) => this.#sftp.readdir(folder, done));
      if (entries.length > FOLDER_NAMES_MAX) throw fileTooLarge(`${folder} holds more than ${FOLDER_NAMES_MAX} names`);
      return entries
        .map(({ filename }) => filename)
        .filter((name) => name !== '.' && name !== '..')
        .sort();
    });
  }

  replace(path: string, text: string): Promise<void> {
    return this.#writing(path, async () => {
      const before = await this.#stat(path);
      const temporary = temporaryOf(path);
      try {
        await this.#write(temporary, Buffer.from(text, 'latin1'), before);
        await this.#ask<void>((done) => this.#sftp.ext_openssh_rename(temporary, path, done));
      } catch (error) {
        await this.#ask<void>((done) => this.#sftp.unlink(temporary, done)).catch(() => {});
        throw error;
      }
    });
  }

  remove(path: string): Promise<void> {
    return this.#writing(path, () => this.#ask<void>((done) => this.#sftp.unlink(path, done)));
  }

  async #write(temporary: string, bytes: Buffer, { mode, uid, gid }: Stats): Promise<void> {
    const sftp = this.#sftp;
    const handle = await this.#ask<Buffer>((done) => sftp.open(temporary, 'w', { mode: 0o600 }, done));
    try {
      for (let at = 0; at < bytes.length; at += SFTP_CHUNK_BYTES) {
        const length = Math.min(SFTP_CHUNK_BYTES, bytes.length - at);
        await this.#ask<void>((done) => sftp.write(handle, bytes, at, length, at, (error) => done(error, undefined)));
      }
      const mine = await this.#ask<Stats>((done) => sftp.fstat(handle, done));
      if (mine.uid !== uid || mine.gid !== gid)
        await this.#ask<void>((done) => sftp.fsetstat(handle, { uid, gid }, (error) => done(error, undefined)));
      await this.#ask<void>((done) =>
        sftp.fsetstat(handle, { mode: mode & 0o7777 }, (error) => done(error, undefined)),
      );
      await this.#ask<unknown>((done) => sftp.ext_openssh_fsync(handle, done));
    } finally {
      await this.#ask<void>((done) => sftp.close(handle, (error) => done(error, undefined)));
    }
  }

  #stat(path: string): Promise<Stats> {
    return this.#ask<Stats>((done) => this.#sftp.stat(path, done));
  }

  #ask<T>(ask: (done: Done<T>) => void): Promise<T> {
    return answered(ask, this.#where, this.#signal);
  }

  async #reading<T>(path: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw this.#unreadable(path, error);
    }
  }

  #unreadable(path: string, error: unknown): unknown {
    this.#signal?.throwIfAborted();
    if (error instanceof KaiyakuError) return error;
    return codeOf(error) === NO_SUCH_FILE
      ? fileMissing(`${this.#where}: ${path} is not there`, error)
      : fileUnreadable(`${this.#where}: ${path} cannot be read`, error);
  }

  async #writing(path: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (error instanceof KaiyakuError && error.code === 'file-too-large') throw error;
      throw fileNotWritten(`${this.#where}: ${path} could not be replaced`, error);
    }
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;

/** One question and its answer, within its time. A server without an extension is told by the library at once. */
function answered<T>(ask: (done: Done<T>) => void, where: string, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    const onAbort = (): void => end(() => reject(signal?.reason as Error));
    const timer = setTimeout(
      () => end(() => reject(noAnswer(`${where} did not answer within ${SFTP_ANSWER_MS} ms`))),
      SFTP_ANSWER_MS,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      ask((error, value) => end(() => (error instanceof Error ? reject(error) : resolve(value))));
    } catch (error) {
      end(() => reject(error));
    }
  });
}
