// Says whether one file holds a licence anywhere in it, reading it in pieces. A limit or an error throws: "could not
// look" is never "holds none". Nothing of the content leaves this file.
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { KaiyakuError, systemErrorCode } from '../../base/errors.ts';
import { limitReached, unreadable } from './errors.ts';
import { bytesHoldLicence, closedFormat, isGzip, SCAN_OVERLAP_BYTES } from './licence.ts';

export interface SearchLimits {
  /** Folders below a searched folder. */
  readonly depthMax: number;
  readonly filesMax: number;
  readonly fileBytesMax: number;
  readonly bytesMax: number;
}

export const SEARCH_LIMITS: SearchLimits = {
  depthMax: 16,
  filesMax: 20_000,
  fileBytesMax: 268_435_456,
  bytesMax: 2_147_483_648,
};

/** What one search has used of its limits. */
export class SearchBudget {
  files = 0;
  bytes = 0;
  readonly limits: SearchLimits;
  readonly signal: AbortSignal | undefined;

  constructor(limits: SearchLimits, signal?: AbortSignal) {
    this.limits = limits;
    this.signal = signal;
  }

  takeFile(path: string): void {
    this.signal?.throwIfAborted();
    this.files += 1;
    if (this.files > this.limits.filesMax) throw limitReached(path, 'filesMax', this.limits.filesMax);
  }

  takeBytes(path: string, bytes: number): void {
    this.signal?.throwIfAborted();
    this.bytes += bytes;
    if (this.bytes > this.limits.bytesMax) throw limitReached(path, 'bytesMax', this.limits.bytesMax);
  }
}

/** `closed`: an archive or encrypted file that cannot be looked into. */
export type Scan = 'holds-licence' | 'holds-none' | 'closed';

export async function scanFile(path: string, budget: SearchBudget): Promise<Scan> {
  let handle: FileHandle | undefined;
  try {
    budget.takeFile(path);
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!(await handle.stat()).isFile()) return 'holds-none';
    const head = Buffer.alloc(32);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const begin = head.subarray(0, bytesRead);
    if (closedFormat(begin) !== undefined) return 'closed';
    const scanner = new PieceScanner(path, budget);
    if (isGzip(begin)) return await scanGzip(handle, scanner);
    await scanner.run(handle.createReadStream({ start: 0, autoClose: false }));
    return scanner.found ? 'holds-licence' : 'holds-none';
  } catch (error) {
    throw budget.signal?.aborted === true || error instanceof KaiyakuError
      ? error
      : unreadable(path, 'the file', error);
  } finally {
    await handle?.close();
  }
}

async function scanGzip(handle: FileHandle, scanner: PieceScanner): Promise<Scan> {
  try {
    const compressed = handle.createReadStream({ start: 0, autoClose: false });
    // Its errors arrive in the reading loop; the callback is only what the function asks for.
    await scanner.run(pipeline(compressed, createGunzip(), () => {}));
  } catch (error) {
    // Not gzip after all, or cut off: what it holds cannot be told, unless something was found before.
    if (!(systemErrorCode(error) ?? '').startsWith('Z_')) throw error;
    return scanner.found ? 'holds-licence' : 'closed';
  }
  if (scanner.found) return 'holds-licence';
  return scanner.closed ? 'closed' : 'holds-none';
}

class PieceScanner {
  found = false;
  /** The first bytes begin a format that cannot be looked into. */
  closed = false;
  readonly #path: string;
  readonly #budget: SearchBudget;

  constructor(path: string, budget: SearchBudget) {
    this.#path = path;
    this.#budget = budget;
  }

  async run(pieces: AsyncIterable<Buffer>): Promise<void> {
    const { fileBytesMax } = this.#budget.limits;
    let last: Buffer = Buffer.alloc(0);
    let bytes = 0;
    for await (const piece of pieces) {
      if (bytes === 0) this.closed = closedFormat(piece) !== undefined || isGzip(piece);
      bytes += piece.length;
      if (bytes > fileBytesMax) throw limitReached(this.#path, 'fileBytesMax', fileBytesMax);
      this.#budget.takeBytes(this.#path, piece.length);
      const window = Buffer.concat([last, piece]);
      this.found ||= bytesHoldLicence(window);
      if (this.found) return;
      last = window.subarray(Math.max(0, window.length - SCAN_OVERLAP_BYTES));
    }
  }
}
