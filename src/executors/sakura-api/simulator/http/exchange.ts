// Bytes in and out: reads a request's JSON body within its bound, writes an answer with the simulated Date.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from '../../../../base/loopback.ts';
import { REQUEST_BYTES_MAX } from '../limits.ts';
import { refuse } from '../refuse.ts';
import { withIdsAs, type Answer } from './answer.ts';

/** The body as text; a DELETE may have one. Throws 413. */
export const readBody = (request: IncomingMessage): Promise<string> =>
  bodyOf(request, REQUEST_BYTES_MAX, () => refuse('request_entity_too_large'));

/** No body reads as `{}`. Throws 400 for anything but a JSON object. */
export function parseBody(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('bad_request', 'the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('bad_request', 'the body is not a JSON object');
  return value as Record<string, unknown>;
}

interface Writing {
  readonly dateMs: number;
  /** Only the first half of the body is sent, as if it were all. */
  readonly truncated?: boolean;
}

export function writeAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer, how: Writing): void {
  const numbers = request.headers['x-sakura-bigint-as-int'] === '1';
  const pretty = request.headers['x-sakura-api-beautify'] === '1';
  const text = JSON.stringify(withIdsAs(numbers ? 'numbers' : 'strings', answer.body), null, pretty ? 2 : undefined);
  writeText(response, answer.status, how.truncated === true ? text.slice(0, Math.ceil(text.length / 2)) : text, {
    Date: new Date(how.dateMs).toUTCString(),
    ...answer.headers,
  });
}

export function writeText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(text);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=UTF-8',
    'Content-Length': String(body.length),
    ...headers,
  });
  response.end(body);
}
