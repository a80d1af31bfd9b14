// The login of one connection: methods offered, what is accepted, the lockout. Secrets are compared here and kept nowhere.
import { timingSafeEqual } from 'node:crypto';
import ssh2, { type AuthContext, type KeyboardAuthContext, type PublicKeyAuthContext } from 'ssh2';
import type { Device } from './device.ts';

export interface AuthFaults {
  readonly refuse: boolean;
  readonly hang: boolean;
}

/** Answers one attempt of this address, or leaves it unanswered where that fault was ordered. */
export function authenticate(context: AuthContext, device: Device, address: string, faults: AuthFaults): void {
  if (faults.hang) return;
  const { method } = context;
  const answer = (accepted: boolean): void => {
    device.record.login(method, context.username, accepted);
    if (accepted) context.accept();
    else context.reject([...device.file.authMethods]);
  };
  const answerSecret = (accepted: boolean): void => {
    if (accepted) device.lockout.succeeded(address);
    else device.lockout.failed(address);
    answer(accepted);
  };
  const { user, password } = device.state;
  if (faults.refuse || device.lockout.locked(address)) return answer(false);
  const rightUser = context.username === user;
  // A reset device lets its passwordless admin in before any method is tried.
  if (method === 'none') return answer(rightUser && password === '');
  if (!device.file.authMethods.some((offered) => offered === method)) return answer(false);
  if (context.method === 'password')
    return answerSecret(rightUser && same(Buffer.from(context.password), Buffer.from(password)));
  if (context.method === 'publickey') return byKey(context, device, rightUser, answer);
  if (context.method === 'keyboard-interactive') return byPrompt(context, rightUser, password, answerSecret);
  answer(false);
}

function byPrompt(
  context: KeyboardAuthContext,
  rightUser: boolean,
  password: string,
  answer: (accepted: boolean) => void,
): void {
  context.prompt([{ prompt: 'Password: ', echo: false }], (answers: unknown) => {
    // An aborted attempt arrives here as an Error.
    const given: unknown = Array.isArray(answers) ? answers[0] : undefined;
    answer(rightUser && typeof given === 'string' && same(Buffer.from(given), Buffer.from(password)));
  });
}

function byKey(
  context: PublicKeyAuthContext,
  device: Device,
  rightUser: boolean,
  answer: (accepted: boolean) => void,
): void {
  const known = device.state.authorizedKeys
    .map((line) => ssh2.utils.parseKey(line))
    .find((key) => !(key instanceof Error) && same(key.getPublicSSH(), context.key.data));
  if (!rightUser || known === undefined || known instanceof Error) return answer(false);
  // Without a signature the client only asks whether the key would do.
  if (context.signature === undefined || context.blob === undefined) return context.accept();
  // Declared as boolean, but it returns an Error when it cannot verify at all.
  const verified: unknown = known.verify(context.blob, context.signature, context.hashAlgo);
  answer(verified === true);
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
