// The receiving side of the old SCP protocol for one file, as a state machine over bytes. Pure: it says what to send back.
// The same answer comes out however the bytes were cut into packets.
// A unit without SCP sends `501-Permission Denied` where the header should be; that is no SCP error record.
import { garbled, scpDenied, transferBroken } from './failures.ts';
import { SCP_PREAMBLE_BYTES_MAX } from './limits.ts';

const DENIED = '501-Permission Denied';
/** A banner that is not waited for may stand on the same line. */
const HEADER = /(?:^|to accept['")\]]*\s*:?\s*)C[0-7]{4} (\d{1,15}) [^\n]+$/;
const TIMES = /^T\d+ \d+ \d+ \d+$/;
const ACCEPT = /to accept['")\]]*\s*:?\s*$/i;
const OK = '\0';

export class ScpReceiver {
  #state: 'header' | 'body' | 'end' | 'done' = 'header';
  #head = Buffer.alloc(0);
  #announced = 0;
  #received = 0;
  #accepted = false;
  readonly #body: Buffer[] = [];
  readonly #bytesMax: number;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** What opens the transfer. */
  readonly greeting = OK;

  /** A post-login banner stands where the header should: when nothing follows it, it waits for `accept`. */
  get atBanner(): boolean {
    return this.#state === 'header' && !this.#accepted && ACCEPT.test(this.#head.toString('latin1'));
  }

  /** What accepts the banner and opens the transfer anew. Once. */
  accept(): string {
    this.#accepted = true;
    return `a${OK}`;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  /** Takes bytes; returns what to send. Throws `backup-scp-denied`, `backup-transfer` or `ssh-garbled`. */
  push(bytes: Buffer): string {
    let rest = bytes;
    let reply = '';
    while (rest.length > 0) {
      if (this.#state === 'header') {
        [rest, reply] = this.#header(rest, reply);
      } else if (this.#state === 'body') {
        const part = rest.subarray(0, this.#announced - this.#received);
        this.#body.push(part);
        this.#received += part.length;
        rest = rest.subarray(part.length);
        if (this.#received === this.#announced) this.#state = 'end';
      } else if (this.#state === 'end') {
        if (rest[0] !== 0) throw transferBroken('the unit reports a failure at the end of the configuration');
        this.#state = 'done';
        reply += OK;
        rest = rest.subarray(1);
      } else {
        throw transferBroken('more bytes came than the unit had announced');
      }
    }
    return reply;
  }

  /** The file. Throws `backup-transfer` when less came than was announced. */
  finish(): Buffer {
    if (this.#state === 'header') {
      if (this.#head.includes(DENIED)) throw denied();
      throw transferBroken('the unit ended the transfer before it began');
    }
    if (this.#state !== 'done')
      throw transferBroken('the unit sent less than it had announced', {
        facts: { announcedBytes: this.#announced, receivedBytes: this.#received },
      });
    return Buffer.concat(this.#body);
  }

  // Byte by byte up to the header line, so that no byte of the body is looked at as text.
  #header(bytes: Buffer, reply: string): [Buffer, string] {
    const end = bytes.indexOf(0x0a);
    const taken = end < 0 ? bytes.length : end + 1;
    this.#head = Buffer.concat([this.#head, bytes.subarray(0, taken)]);
    if (this.#head.length > SCP_PREAMBLE_BYTES_MAX) throw garbled('the unit sent no SCP header');
    const text = this.#head.toString('latin1');
    if (text.includes(DENIED)) throw denied();
    const rest = bytes.subarray(taken);
    if (end >= 0) {
      const line = text.trimEnd().split('\n').at(-1) ?? '';
      const header = HEADER.exec(line.replace(/\r$/, ''));
      if (/^[\u0001\u0002]/.test(line)) throw transferBroken('the unit answers SCP with an error');
      if (header !== null) {
        this.#announced = Number(header[1]);
        if (this.#announced > this.#bytesMax)
          throw transferBroken(`the configuration is larger than ${this.#bytesMax} bytes`, {
            facts: { announcedBytes: this.#announced },
          });
        this.#state = this.#announced === 0 ? 'end' : 'body';
        return [rest, reply + OK];
      }
      if (TIMES.test(line)) return [rest, reply + OK];
    }
    return [rest, reply];
  }
}

const denied = () =>
  scpDenied('the unit does not give its configuration by SCP', {
    next: 'on the unit: config system global / set admin-scp enable; from 7.4.4 the account needs read/write rights',
  });
