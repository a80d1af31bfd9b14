// A stream of bytes as whole lines, in bounded memory: for programs that say one thing a line.
import { StringDecoder } from 'node:string_decoder';

/** A longer line is dropped whole, never handed out in part. */
export const LINE_BYTES_MAX = 1_048_576;

/** Takes chunks and tells lines without their end. What follows the last line break is not told. */
export function lineSplitter(tell: (line: string) => void, bytesMax = LINE_BYTES_MAX): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let held = '';
  let dropping = false;
  return (chunk) => {
    const parts = (held + decoder.write(chunk)).split('\n');
    held = parts.pop()!;
    for (const line of parts) {
      if (!dropping && line.length <= bytesMax) tell(line.replace(/\r$/, ''));
      dropping = false;
    }
    if (held.length > bytesMax) {
      held = '';
      dropping = true;
    }
  };
}
