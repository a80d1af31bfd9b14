// Files of proof, named by the SHA-256 of their bytes, so that an entry that names one fixes its content. A file is
// durable before the entry that names it is written; the other order could leave an entry that points at nothing.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { sha256Hex } from '../base/canonical-json.ts';
import { refusal, systemErrorCode, userError } from '../base/errors.ts';
import { EVIDENCE_BYTES_MAX } from '../base/limits.ts';
import type { EvidenceRef } from '../executors/port.ts';
import { makeFolder, readIfThere, replaceFile } from './durable-file.ts';

/** What is wrong with one piece of evidence. */
export interface EvidenceProblem {
  readonly sha256: string;
  readonly name: string;
  readonly problem: 'missing' | 'changed';
}

/** Names the content. Throws user error `evidence-too-large`. */
export function evidenceRef(name: string, content: Uint8Array | string): { ref: EvidenceRef; bytes: Uint8Array } {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  if (bytes.length > EVIDENCE_BYTES_MAX)
    throw userError('evidence-too-large', `Evidence ${JSON.stringify(name)} has ${bytes.length} bytes.`, {
      why: `One file of evidence holds at most ${EVIDENCE_BYTES_MAX} bytes.`,
      next: 'File a shorter extract, and say in the note where the whole is kept.',
    });
  return { ref: { sha256: sha256Hex(bytes), name, bytes: bytes.length }, bytes };
}

/** Files evidence in `folder`, which is made when it is missing. Under the journal's lock. */
export async function putEvidence(folder: string, name: string, content: Uint8Array | string): Promise<EvidenceRef> {
  const { ref, bytes } = evidenceRef(name, content);
  await makeFolder(folder);
  // Written even where a file of that name lies already: it might be damaged, and the name says what it must hold.
  await replaceFile(path.join(folder, ref.sha256), bytes);
  return ref;
}

/** The bytes, hashed again; undefined when there is no such file. Throws refusal `evidence-damaged` (exit code 1). */
export async function readEvidence(folder: string, ref: EvidenceRef): Promise<Buffer | undefined> {
  const bytes = await readFiled(folder, ref.sha256);
  if (bytes !== undefined && !isThat(ref, bytes))
    throw refusal('evidence-damaged', `Evidence ${ref.name} (${ref.sha256}) is not what was filed.`, {
      next: 'Restore the file from a copy, then run `kaiyaku verify`.',
      exitCode: 1,
      facts: { sha256: ref.sha256, name: ref.name },
    });
  return bytes;
}

/** Hashes each piece again. Reads one file at a time. */
export async function verifyEvidence(folder: string, refs: Iterable<EvidenceRef>): Promise<EvidenceProblem[]> {
  const problems: EvidenceProblem[] = [];
  for (const ref of refs) {
    const bytes = await readFiled(folder, ref.sha256);
    if (bytes === undefined) problems.push({ sha256: ref.sha256, name: ref.name, problem: 'missing' });
    else if (!isThat(ref, bytes)) problems.push({ sha256: ref.sha256, name: ref.name, problem: 'changed' });
  }
  return problems;
}

/** Names of the files that lie in the evidence folder, sorted; none when it does not exist. */
export async function listEvidence(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

const isThat = (ref: EvidenceRef, bytes: Uint8Array): boolean =>
  bytes.length === ref.bytes && sha256Hex(bytes) === ref.sha256;

// A file that grew past the limit is "changed", and there is no need to read it to know.
async function readFiled(folder: string, sha256: string): Promise<Buffer | undefined> {
  try {
    return await readIfThere(path.join(folder, sha256), EVIDENCE_BYTES_MAX);
  } catch (error) {
    if (error instanceof RangeError) return Buffer.alloc(0);
    throw error;
  }
}
