// One question to one server: UDP with tries, then TCP when the answer did not fit. Refusal and failure of the server are
// errors here, so that no caller can take an empty answer for "nothing".
import { KaiyakuError } from '../../base/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import type { DnsLimits } from './limits.ts';
import { type Answer, answerOf, askedOf, type Question } from './packet.ts';
import { messageByTcp } from './tcp.ts';
import { askByUdp } from './udp.ts';

/** What every question needs. */
export interface Asking {
  readonly limits: DnsLimits;
  readonly signal?: AbortSignal;
}

/** An answer with `NOERROR` or `NXDOMAIN`, whole. Throws dns errors and cancellation. */
export async function ask(server: Endpoint, question: Question, asking: Asking, recursion = false): Promise<Answer> {
  let answer = await byUdp(server, question, asking, recursion);
  if (answer.truncated) answer = await byTcp(server, question, asking, recursion);
  return believed(answer, server, question);
}

/** Throws where the server says that it does not answer. */
export function believed<T extends Pick<Answer, 'rcode'>>(answer: T, server: Endpoint, question: Question): T {
  const about = `${question.name} ${question.type}`;
  if (answer.rcode === 'REFUSED' || answer.rcode === 'NOTAUTH')
    throw dnsError('dns-refused', server.label, `refuses to answer for ${about}`);
  if (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN')
    throw dnsError('dns-failed', server.label, `answers ${answer.rcode} for ${about}`);
  return answer;
}

/** The same of an authoritative server about its own zone: an answer without authority is `dns-lame`. */
export async function askAuthority(server: Endpoint, question: Question, asking: Asking): Promise<Answer> {
  return withAuthority(await ask(server, question, asking), server, question);
}

/** Throws `dns-lame` where the server does not speak for itself. */
export function withAuthority<T extends Pick<Answer, 'authoritative'>>(
  answer: T,
  server: Endpoint,
  question: Question,
): T {
  if (!answer.authoritative)
    throw dnsError('dns-lame', server.label, `answers without authority for ${question.name} ${question.type}`);
  return answer;
}

async function byUdp(server: Endpoint, question: Question, asking: Asking, recursion: boolean): Promise<Answer> {
  const { limits, signal } = asking;
  for (let tries = 1; ; tries += 1) {
    signal?.throwIfAborted();
    try {
      const asked = askedOf(question, { recursion, udpBytes: limits.udpBytes });
      return await askByUdp(server, asked, limits.answerMs, signal);
    } catch (error) {
      const isTimeout = error instanceof KaiyakuError && error.code === 'dns-timeout';
      if (!isTimeout || tries >= limits.triesMax) throw error;
    }
  }
}

async function byTcp(server: Endpoint, question: Question, asking: Asking, recursion: boolean): Promise<Answer> {
  const asked = askedOf(question, { recursion });
  const about = `${question.name} ${question.type}`;
  try {
    const bytes = await messageByTcp(server, asked, asking.limits, asking.signal);
    const answer = bytes === undefined ? undefined : answerOf(bytes, asked);
    if (answer !== undefined && !answer.truncated) return answer;
  } catch (error) {
    asking.signal?.throwIfAborted();
    throw dnsError('dns-truncated', server.label, `answer for ${about} is cut off, and TCP gives no whole one`, error);
  }
  throw dnsError('dns-truncated', server.label, `answer for ${about} is cut off, by TCP too`);
}
