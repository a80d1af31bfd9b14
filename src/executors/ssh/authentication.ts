// One login attempt, method by method. It begins with `none`, which costs nothing and tells the methods; then one
// credential is offered once. Nothing here is ever called before the host key was found to be the right one.
import ssh2 from 'ssh2';
import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, NextAuthHandler, Prompt } from 'ssh2';
import { userError } from '../../base/errors.ts';
import type { Secret } from '../../base/redact.ts';
import { loginRefused } from './failures.ts';

export interface Credential {
  readonly password?: Secret;
  readonly privateKey?: Secret;
}

export interface Authentication {
  readonly user: string;
  readonly handler: AuthHandlerMiddleware;
  /** The method tried last: when the login succeeds, the one that did it. */
  lastMethod(): AuthenticationType | undefined;
  /** Why the attempt was ended by us. */
  failure(): unknown;
}

/** Offers `none` and nothing else: no credential, no answer to any question. */
export function withoutCredential(user: string): Authentication {
  return authentication(user, () => Promise.resolve({}));
}

/**
 * Offers `none`, then one credential: the key where there is one and the server takes keys, else the password (as
 * `password`, or in `keyboard-interactive` as the answer to exactly one hidden prompt). A second factor is offered only
 * when the server said that the first one was right.
 */
export function authentication(user: string, credential: () => Promise<Credential>): Authentication {
  let last: AuthenticationType | undefined;
  let failure: unknown;
  const offered = new Set<AuthenticationType>();

  const offer = (
    methods: readonly AuthenticationType[],
    { password, privateKey }: Credential,
  ): AnyAuthMethod | false => {
    const allowed = (method: AuthenticationType): boolean => methods.includes(method) && !offered.has(method);
    if (privateKey !== undefined && allowed('publickey')) {
      const key = ssh2.utils.parseKey(privateKey.reveal());
      if (key instanceof Error || !key.isPrivateKey())
        throw userError(
          'ssh-private-key',
          'the private key cannot be read: it is damaged, encrypted or of a form that is not known',
          {
            next: 'use an unencrypted key in OpenSSH or PEM form',
          },
        );
      return { type: 'publickey', username: user, key };
    }
    if (password !== undefined && allowed('password'))
      return { type: 'password', username: user, password: password.reveal() };
    if (password !== undefined && allowed('keyboard-interactive'))
      return {
        type: 'keyboard-interactive',
        username: user,
        prompt: answerOneHiddenPrompt(password, (error) => (failure = error)),
      };
    return false;
  };

  const next = async (
    methods: readonly AuthenticationType[] | null,
    partial: boolean,
  ): Promise<AnyAuthMethod | false> => {
    if (last === undefined) return { type: 'none', username: user };
    if (last !== 'none' && !partial) return false;
    return offer(methods ?? [], await credential());
  };

  const advance = async (
    methods: readonly AuthenticationType[] | null,
    partial: boolean,
    done: NextAuthHandler,
  ): Promise<void> => {
    let method: AnyAuthMethod | false = false;
    try {
      method = await next(methods, partial);
      if (method !== false) offered.add((last = method.type));
    } catch (error) {
      failure = error;
    }
    // `false` ends the attempt; the type of the library's callback does not know it.
    done(method as AnyAuthMethod);
  };
  const handler: AuthHandlerMiddleware = (methods, partial, done) => void advance(methods, partial, done);
  return { user, handler, lastMethod: () => last, failure: () => failure };
}

type Answer = (answers: string[]) => void;

function answerOneHiddenPrompt(password: Secret, failed: (error: unknown) => void) {
  let answered = false;
  return (_name: string, _instructions: string, _lang: string, prompts: Prompt[], finish: Answer): void => {
    const [prompt] = prompts;
    if (answered || prompts.length !== 1 || prompt?.echo !== false) {
      failed(loginRefused('the unit asks for more than one hidden answer; only a password is given'));
      finish([]);
      return;
    }
    answered = true;
    finish([password.reveal()]);
  };
}
