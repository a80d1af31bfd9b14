// The errors of this executor: one constructor a code. What a utility printed is kept bounded and without known secrets, and
// never decides anything.
import { type ErrorClass, type KaiyakuError, providerError } from '../../base/errors.ts';
import { redact } from '../../base/redact.ts';
import type { Answer } from './answer.ts';
import { ERROR_TEXT_CHARS_MAX } from './limits.ts';

/** The call may have reached the other side. A read has changed nothing. */
const unless = (changes: boolean): ErrorClass => (changes ? 'unknown-outcome' : 'retry');

type More = Parameters<typeof providerError>[2];
const failure = (code: string, errorClass: ErrorClass, message: string, more: More = {}): KaiyakuError =>
  providerError(code, message, {
    class: errorClass,
    ...(errorClass === 'unknown-outcome' ? { why: 'it may have been carried out; only looking can tell' } : {}),
    ...more,
  });

/** No connection: nothing was sent. */
export const unreachable = (where: string, code: string, cause: unknown): KaiyakuError =>
  failure('plesk-unreachable', 'retry', `no connection to Plesk at ${where} (${code})`, { cause });

export const untrusted = (where: string, code: string, cause: unknown): KaiyakuError =>
  failure('plesk-untrusted-certificate', 'permanent', `the certificate of ${where} is not accepted (${code})`, {
    next: 'pin it: plesk.api.certificate, as openssl x509 -noout -fingerprint -sha256 prints it',
    cause,
  });

export const unauthorized = (where: string, status: number): KaiyakuError =>
  failure('plesk-unauthorized', 'permanent', `Plesk at ${where} does not accept the key (${status})`, {
    why: 'a secret key holds for one caller’s address, and only an administrator’s key may call utilities',
    next: 'plesk bin secret_key --list on the server; make one for the address that kaiyaku calls from',
    facts: { status },
  });

export const noUtility = (utility: string): KaiyakuError =>
  failure('plesk-no-utility', 'permanent', `the server offers no utility ${utility}`, {
    next: 'use a Plesk that has it (REST from Onyx 17.8), or take plesk out of the contract and kaiyaku amend CONTRACT',
    facts: { utility },
  });

/** The line was lost, or nothing came in time. */
export const noAnswer = (what: string, changes: boolean, how: string, cause?: unknown): KaiyakuError =>
  failure('plesk-no-answer', unless(changes), `${what}: ${how}`, { cause });

/** Something answered that is no Plesk, or not as Plesk does. */
export const badAnswer = (what: string, changes: boolean, how: string, facts: Record<string, unknown> = {}) =>
  failure('plesk-bad-answer', unless(changes), `${what}: ${how}`, { facts });

/** A reading utility ended with another code than 0: that says nothing about the object. */
export const readFailed = (what: string, answer: Answer): KaiyakuError =>
  failure('plesk-read-failed', 'permanent', `${what} ended with code ${answer.code}: ${saidIn(answer)}`, {
    why: 'a utility that fails does not say whether something is there',
    facts: { code: answer.code },
  });

/** The answer has a form that is not known: whatever is guessed from it could be wrong. */
export const unread = (what: string, why: string): KaiyakuError =>
  failure('plesk-unread', 'permanent', `the answer of ${what} is not read: ${why}`, {
    why: 'an answer that cannot be read says nothing about the object',
    next: 'look at it on the server; leave this step to a person where this Plesk answers otherwise',
  });

/** What a utility said of itself, in one line. */
export const saidIn = ({ stderr, stdout }: Answer): string =>
  redact((stderr.trim() === '' ? stdout : stderr).trim().replaceAll(/\s+/g, ' ')).slice(0, ERROR_TEXT_CHARS_MAX) ||
  'it said nothing';
