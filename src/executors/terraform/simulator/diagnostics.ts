// Errors as Terraform shows them. A diagnostic without severity would not count as an error at all, so it is set here only.
import { errorDetail } from '../../../base/errors.ts';
import type { Message } from './protocol.ts';

const ERROR = 1;

/** One diagnostic for any thrown value; codes stay readable, secrets are in no error of ours. */
export function diagnosticOf(what: string, error: unknown): Message {
  const { code, message, why } = errorDetail(error);
  const detail = [`${message} [${code}]`, why].filter((part) => part !== undefined && part !== '').join('\n');
  return { severity: ERROR, summary: what, detail };
}
