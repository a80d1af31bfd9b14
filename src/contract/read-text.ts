// Bytes to text: a contract is a regular file of UTF-8 without byte order mark, and not too large. Reads, changes nothing.
import { constants, type FileHandle, open } from 'node:fs/promises';
import { systemErrorCode, userError } from '../base/errors.ts';
import { CONTRACT_BYTES_MAX } from '../base/limits.ts';
import type { ContractProblem } from './provider-schema.ts';
import type { Span } from './source-text.ts';

export interface TextContent {
  /** What could be read of it, for excerpts. */
  readonly text: string;
  readonly problem?: ContractProblem & { readonly span?: Span };
}

/** The file's bytes, at most one more than are allowed. Throws `contract-unreadable` when it cannot be opened or read. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    // Non-blocking, so that a named pipe is refused below instead of waited for.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw unreadable(path, 'it is not a regular file');
      return await readWhole(handle, stats.size);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    throw code === undefined || !/^E[A-Z]/.test(code) ? cause : unreadable(path, REASONS[code] ?? code, cause);
  }
}

/** All of it, at most one byte more than is allowed; also of a file that grows while it is read. */
async function readWhole(handle: FileHandle, size: number): Promise<Buffer> {
  let buffer = Buffer.allocUnsafe(Math.min(size, CONTRACT_BYTES_MAX) + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    // A regular file gives less than was asked for only at its end.
    if (length < buffer.length || length > CONTRACT_BYTES_MAX) return buffer.subarray(0, length);
    const larger = Buffer.allocUnsafe(CONTRACT_BYTES_MAX + 1);
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'its permissions forbid it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its symbolic links go round in a circle',
};

function unreadable(path: string, why: string, cause?: unknown) {
  return userError('contract-unreadable', `the contract file ${path} could not be read`, {
    why,
    next: 'name an existing contract file (YAML)',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Decodes strictly. A wrong byte is shown where it is. */
export function decodeText(bytes: Buffer): TextContent {
  if (bytes.length > CONTRACT_BYTES_MAX)
    return wrong(
      '',
      'too-large',
      `the file is larger than ${CONTRACT_BYTES_MAX} bytes`,
      'a contract is a page of text',
    );
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return wrong('', 'encoding', 'the file is UTF-16', 'save it as UTF-8 without byte order mark');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (text.startsWith('\uFEFF'))
    return wrong(
      text,
      'encoding',
      'the file begins with a byte order mark',
      'save it as UTF-8 without byte order mark',
      0,
    );
  const bad = firstBadByte(bytes);
  if (bad !== undefined) return wrong(text, 'encoding', 'this is not UTF-8', 'save the file as UTF-8', bad);
  const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.exec(text);
  if (control !== null)
    return wrong(text, 'control-character', 'a control character stands here', 'delete it', control.index);
  return { text };
}

function wrong(text: string, code: string, what: string, next: string, at?: number): TextContent {
  return {
    text,
    problem: { code, path: [], what, next, ...(at === undefined ? {} : { span: { start: at, end: at + 1 } }) },
  };
}

/** Offset, in the leniently decoded text, of the first byte that is not UTF-8; undefined when all is well. */
function firstBadByte(bytes: Buffer): number | undefined {
  const strict = (end: number) => {
    try {
      // `stream` lets a character that is cut off at `end` pass: it may be complete in the next bytes.
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), {
        stream: end < bytes.length,
      });
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  };
  if (strict(bytes.length) !== undefined) return undefined;
  // The longest prefix that decodes, by halving.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (strict(middle) === undefined) bad = middle;
    else good = middle;
  }
  return strict(good)!.length;
}
