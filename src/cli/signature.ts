// Signatures of listed approvers, by OpenSSH's own `ssh-keygen -Y verify` (namespace `kaiyaku`): the text that is signed
// names the contract, its digest, every effect with its digest, and the day it expires.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '../base/canonical-json.ts';
import { refusal, systemErrorCode, userError } from '../base/errors.ts';
import { runCommand } from '../base/run-command.ts';
import type { ApprovalDraft } from '../engine/approve.ts';
import type { Run } from '../engine/run.ts';
import { printedHead } from '../journal/anchor.ts';

const NAMESPACE = 'kaiyaku';
const VERIFY_TIMEOUT_MS = 10_000;

interface Signed {
  readonly contract: string;
  /** Id and head of the journal when it was printed: what was signed can be recorded there once, and nowhere else. */
  readonly journal: string;
  readonly contractDigest: string;
  readonly effects: readonly { effect: string; digest: string }[];
  readonly expiresAt: string;
  readonly route?: string;
}

export interface SignedContract {
  readonly name: string;
  readonly digest: string;
  /** `<journal id> <seq>:<hash>` */
  readonly journal: string;
}

/** What a signature is bound to besides its matter: this contract, this journal, as it stands. */
export const signedContract = ({ contract, journal: { state } }: Run): SignedContract => ({
  name: contract.name,
  digest: contract.digest,
  journal: `${state.opened?.journalId ?? ''} ${printedHead(state.head)}`,
});

/** The exact bytes to sign for a change of approvers. */
export function amendmentToSign(contract: SignedContract, changes: readonly string[]): string {
  return canonicalJson({
    contract: contract.name,
    journal: contract.journal,
    contractDigest: contract.digest,
    changes,
  });
}

/** The text of a file that an approver signed. Throws `evidence-unreadable` (user). */
export async function readSigned(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw userError('evidence-unreadable', `${path} cannot be read (${code})`, { cause: error });
  }
}

/** The exact bytes to sign for an approval. */
export function approvalToSign(contract: SignedContract, draft: ApprovalDraft): string {
  const signed: Signed = {
    contract: contract.name,
    journal: contract.journal,
    contractDigest: contract.digest,
    effects: draft.effects.map(({ effect, digest }) => ({ effect, digest })),
    expiresAt: new Date(draft.expiresAtMs).toISOString(),
    ...(draft.route === undefined ? {} : { route: draft.route }),
  };
  return canonicalJson(signed);
}

/** The draft with the expiry that was signed. Throws R15 when what was signed is not what would happen now. */
export function signedDraft(
  contract: SignedContract,
  fresh: ApprovalDraft,
  text: string,
  nowMs: number,
): ApprovalDraft {
  const expiresAtMs = expiryOf(text);
  if (expiresAtMs <= nowMs) throw refusal('R16', 'what was signed has expired', { next: 'print and sign it again' });
  const draft = { ...fresh, expiresAtMs: Math.min(expiresAtMs, fresh.expiresAtMs) };
  if (approvalToSign(contract, { ...fresh, expiresAtMs }) !== text.trimEnd())
    throw refusal('R15', 'what was signed is not what would happen now', {
      next: 'print it again, read it, sign it again',
    });
  return draft;
}

function expiryOf(text: string): number {
  const wrong = () => userError('bad-approval-text', 'the signed file is not what `approve --print` printed');
  let expiresAtMs: number;
  try {
    expiresAtMs = Date.parse((JSON.parse(text) as Signed).expiresAt);
  } catch {
    throw wrong();
  }
  if (Number.isNaN(expiresAtMs)) throw wrong();
  return expiresAtMs;
}

/** The name of the approver whose key made the signature. Throws R16. */
export async function requireSignature(
  text: string,
  signaturePath: string,
  approvers: readonly { name: string; key: string }[],
  signal: AbortSignal,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-sign-'));
  try {
    const allowed = join(folder, 'allowed_signers');
    await writeFile(allowed, approvers.map(({ name, key }) => `${name} namespaces="${NAMESPACE}" ${key}\n`).join(''), {
      mode: 0o600,
    });
    for (const { name } of approvers) {
      const argv = ['ssh-keygen', '-Y', 'verify', '-f', allowed, '-I', name, '-n', NAMESPACE, '-s', signaturePath];
      const { ended, exitCode } = await runCommand({ argv, stdin: text, timeoutMs: VERIFY_TIMEOUT_MS, signal });
      if (ended === 'not-started')
        throw userError('ssh-keygen-missing', 'ssh-keygen is needed to check a signature, and cannot be started', {
          next: 'install OpenSSH 8.0 or newer',
        });
      if (exitCode === 0) return name;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw refusal('R16', 'no listed approver made this signature', {
    next: `listed: ${approvers.map((one) => one.name).join(', ')}; sign with -n ${NAMESPACE}`,
  });
}
