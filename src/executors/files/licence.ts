// What a FortiGate VM licence looks like, by its content. Pure. A file's name is never looked at here.
// Source: the vendor's licence file: one PEM-like block with base64 lines; it is a secret and must not be printed.

const BEGIN = '-----BEGIN FGT VM LICENSE-----';
const END = '-----END FGT VM LICENSE-----';
const BLOCK = new RegExp(`${BEGIN}\\s+[A-Za-z0-9+/=\\s]{16,}?${END}`, 'gu');
/** After BEGIN: line ends (also written as `\n` in JSON or quoted values), then base64. Prose about licences has none. */
const BEGUN_BLOCK = new RegExp(`${BEGIN}(?:\\s|\\\\[rn]|")+[A-Za-z0-9+/]{16}`, 'u');
/** Characters after BEGIN that `BEGUN_BLOCK` may need. */
const BEGUN_BLOCK_CHARS_MAX = 128;

/** The text is a licence file: one block or several and nothing else. A configuration that holds one is not. */
export function looksLikeLicence(text: string): boolean {
  return (
    text.includes(BEGIN) &&
    text
      .replace(/^\uFEFF/u, '')
      .replaceAll(BLOCK, '')
      .trim() === ''
  );
}

/** A licence begins somewhere in the text, whole or cut off. */
export function holdsLicenceBlock(text: string): boolean {
  return BEGUN_BLOCK.test(text);
}

type Encoding = 'latin1' | 'utf16le' | 'utf16be' | 'base64';
type Needle = { readonly bytes: Buffer; readonly encoding: Encoding };

/** BEGIN as bytes: plain, in both UTF-16 orders, and inside base64 at each of its three alignments. */
const NEEDLES: readonly Needle[] = [
  { bytes: Buffer.from(BEGIN, 'latin1'), encoding: 'latin1' },
  { bytes: Buffer.from(BEGIN, 'utf16le'), encoding: 'utf16le' },
  { bytes: Buffer.from(BEGIN, 'utf16le').swap16(), encoding: 'utf16be' },
  ...[0, 1, 2].map((shift): Needle => {
    const text = Buffer.from('\0'.repeat(shift) + BEGIN).toString('base64');
    // The characters at both ends depend on the neighbours of BEGIN too.
    return { bytes: Buffer.from(text.slice(shift === 0 ? 0 : 4, -4), 'latin1'), encoding: 'base64' };
  }),
];

/** A scan in pieces must repeat this much of the last piece at the start of the next one. */
export const SCAN_OVERLAP_BYTES = 1_024;

/** A licence begins somewhere in these bytes. */
export function bytesHoldLicence(bytes: Buffer): boolean {
  return NEEDLES.some(({ bytes: needle, encoding }) => {
    for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) {
      if (encoding === 'base64') return true;
      const window = bytes.subarray(at, at + 2 * (BEGIN.length + BEGUN_BLOCK_CHARS_MAX));
      if (holdsLicenceBlock(decode(window, encoding))) return true;
    }
    return false;
  });
}

function decode(bytes: Buffer, encoding: Exclude<Encoding, 'base64'>): string {
  if (encoding !== 'utf16be') return bytes.toString(encoding);
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

const CLOSED_FORMATS: readonly { readonly name: string; readonly magic: Buffer }[] = [
  { name: 'encrypted FortiGate backup', magic: Buffer.from('#FGBK') },
  { name: 'OpenSSL encrypted', magic: Buffer.from('Salted__') },
  { name: 'age encrypted', magic: Buffer.from('age-encryption.org') },
  { name: 'PGP message', magic: Buffer.from('-----BEGIN PGP MESSAGE') },
  { name: 'zip', magic: Buffer.from('PK\x03\x04') },
  { name: '7z', magic: Buffer.from('7z\xBC\xAF\x27\x1C', 'latin1') },
  { name: 'rar', magic: Buffer.from('Rar!\x1A\x07', 'latin1') },
  { name: 'xz', magic: Buffer.from('\xFD7zXZ\0', 'latin1') },
  { name: 'bzip2', magic: Buffer.from('BZh', 'latin1') },
  { name: 'zstd', magic: Buffer.from('\x28\xB5\x2F\xFD', 'latin1') },
];

/** The kind of archive or encrypted file that these first bytes begin, when its content cannot be looked into. */
export function closedFormat(head: Buffer): string | undefined {
  return CLOSED_FORMATS.find(({ magic }) => head.subarray(0, magic.length).equals(magic))?.name;
}

export function isGzip(head: Buffer): boolean {
  return head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}
