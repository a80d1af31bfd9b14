// The login against SSH servers that a simulated unit cannot be: several host keys, odd questions, two factors.
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection } from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/base/redact.ts';
import { type Authentication, authentication } from '../../../src/executors/ssh/authentication.ts';
import { type Dial, type Opened, openPinned } from '../../../src/executors/ssh/connection.ts';
import { logIn } from '../../../src/executors/fortigate-ssh/login.ts';
import { generateHostKey, hostKeyFingerprint } from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { LOOPBACK_LIMITS } from '../../../src/executors/fortigate-ssh/limits.ts';

const PASSWORD = 'Planted-Secret-2';
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Served {
  readonly dial: Dial;
  readonly methods: string[];
  readonly connections: () => number;
}

/** An SSH server that decides each attempt by `auth` and shows `screens`, one after each input, in a shell. */
async function serve(
  hostKeys: string[],
  auth: (context: AuthContext, client: Connection) => void,
  screens: string[] = [],
): Promise<Served> {
  const methods: string[] = [];
  let connections = 0;
  const server = new ssh2.Server({ hostKeys }, (client) => {
    connections += 1;
    client.on('error', () => {});
    client.on('authentication', (context) => {
      methods.push(context.method);
      auth(context, client);
    });
    client.on('ready', () =>
      client.on('session', (accept) => {
        const session = accept();
        session.on('pty', (ok) => ok());
        session.on('shell', (ok) => {
          const [first = '', ...rest] = screens;
          const channel = ok();
          channel.write(first);
          channel.on('data', () => void channel.write(rest.shift() ?? ''));
        });
      }),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return {
    dial: { host: '127.0.0.1', port, legacyAlgorithms: false, limits: LOOPBACK_LIMITS },
    methods,
    connections: () => connections,
  };
}

const byPassword = (): Authentication =>
  authentication('admin', () => Promise.resolve({ password: new Secret(PASSWORD) }));

const onlyPassword = (context: AuthContext): void => {
  if (context.method === 'password' && context.password === PASSWORD) context.accept();
  else context.reject(['password']);
};

const opened = async (result: Promise<Opened>): Promise<Opened> => {
  const end = await result;
  if (end.result === 'open') await end.connection.close();
  return end;
};

describe('the pinned key', () => {
  const ed25519 = generateHostKey('ed25519');
  const rsa = generateHostKey('rsa');

  test('is found among the keys of a unit, whichever is presented first', async () => {
    for (const pinned of [ed25519, rsa]) {
      const { dial, methods } = await serve([ed25519, rsa], onlyPassword);
      const end = await opened(openPinned(dial, hostKeyFingerprint(pinned), byPassword));
      expect(end.result).toBe('open');
      expect(methods).toEqual(['none', 'password']);
    }
  });

  test('is not found: nothing is said about the user, and the looking ends', async () => {
    const { dial, methods, connections } = await serve([ed25519, rsa], onlyPassword);
    const never = (): Authentication =>
      authentication('admin', () => Promise.reject(new Error('a credential was asked for')));
    const end = await opened(openPinned(dial, hostKeyFingerprint(generateHostKey('rsa')), never));
    expect(end).toMatchObject({ result: 'other-key', presentedKey: hostKeyFingerprint(ed25519) });
    expect(methods).toEqual([]);
    expect(connections()).toBe(3);
  });

  test('fingerprints are those of ssh-keygen', () => {
    const key = ssh2.utils.parseKey(ed25519);
    if (key instanceof Error) throw key;
    const sha256 = createHash('sha256').update(key.getPublicSSH()).digest('base64');
    expect(`${hostKeyFingerprint(ed25519)}=`).toBe(`SHA256:${sha256}`);
  });
});

describe('one attempt', () => {
  const hostKey = generateHostKey('ed25519');
  const pinned = hostKeyFingerprint(hostKey);

  test('a refused password is not offered a second time by another method', async () => {
    const { dial, methods } = await serve([hostKey], (context) => context.reject(['password', 'keyboard-interactive']));
    expect(await opened(openPinned(dial, pinned, byPassword))).toEqual({ result: 'refused' });
    expect(methods).toEqual(['none', 'password']);
  });

  test('a refused key is not followed by the password', async () => {
    const { dial, methods } = await serve([hostKey], (context) => context.reject(['publickey', 'password']));
    const auth = (): Authentication =>
      authentication('admin', () =>
        Promise.resolve({ password: new Secret(PASSWORD), privateKey: new Secret(generateHostKey('ed25519')) }),
      );
    expect(await opened(openPinned(dial, pinned, auth))).toEqual({ result: 'refused' });
    expect(methods).toEqual(['none', 'publickey']);
  });

  test('a second factor is offered when the first was right', async () => {
    const { dial, methods } = await serve([hostKey], (context) => {
      if (context.method === 'publickey') {
        if (context.signature === undefined) context.accept();
        else context.reject(['password'], true);
      } else if (methods.includes('publickey')) onlyPassword(context);
      else context.reject(['publickey']);
    });
    const auth = (): Authentication =>
      authentication('admin', () =>
        Promise.resolve({ password: new Secret(PASSWORD), privateKey: new Secret(generateHostKey('ed25519')) }),
      );
    expect((await opened(openPinned(dial, pinned, auth))).result).toBe('open');
    expect(methods.at(-1)).toBe('password');
  });

  test.each([
    [
      'two hidden prompts',
      [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Code: ', echo: false },
      ],
    ],
    ['a prompt that would show the answer', [{ prompt: 'Password: ', echo: true }]],
  ])('%s get no answer', async (_, prompts) => {
    const answers: string[][] = [];
    const { dial } = await serve([hostKey], (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      context.prompt(prompts, (given) => {
        answers.push(given);
        context.reject(['keyboard-interactive']);
      });
    });
    await expect(openPinned(dial, pinned, byPassword)).rejects.toMatchObject({ code: 'ssh-login-refused' });
    expect(JSON.stringify(answers)).not.toContain(PASSWORD);
  });

  test('a question after the password gets no second answer', async () => {
    const answers: string[][] = [];
    const hidden = [{ prompt: 'Password: ', echo: false }];
    const { dial } = await serve([hostKey], (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      context.prompt(hidden, (first) => {
        answers.push(first);
        context.prompt(hidden, (second) => {
          answers.push(second);
          context.reject(['keyboard-interactive']);
        });
      });
    });
    await expect(openPinned(dial, pinned, byPassword)).rejects.toMatchObject({ code: 'ssh-login-refused' });
    expect(answers).toEqual([[PASSWORD], []]);
  });

  test('a credential that cannot be resolved is the error', async () => {
    const { dial, methods } = await serve([hostKey], onlyPassword);
    const missing = new Error('no such variable');
    const auth = (): Authentication => authentication('admin', () => Promise.reject(missing));
    await expect(openPinned(dial, pinned, auth)).rejects.toBe(missing);
    expect(methods).toEqual(['none']);
  });

  test('a damaged private key is a user’s error, and its text is nowhere', async () => {
    const { dial } = await serve([hostKey], (context) => context.reject(['publickey']));
    const damaged = '-----BEGIN OPENSSH PRIVATE KEY-----\nPlantedKeyText\n-----END OPENSSH PRIVATE KEY-----\n';
    const auth = (): Authentication =>
      authentication('admin', () => Promise.resolve({ privateKey: new Secret(damaged) }));
    const error = await openPinned(dial, pinned, auth).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'ssh-private-key', kind: 'user' });
    expect(JSON.stringify(error)).not.toContain('PlantedKeyText');
  });

  test('a line cut before any credential is no refusal, one cut over it is', async () => {
    const before = await serve([hostKey], (_, client) => client.end());
    await expect(openPinned(before.dial, pinned, byPassword)).rejects.toMatchObject({ code: 'ssh-unreachable' });
    const over = await serve([hostKey], (context, client) =>
      context.method === 'none' ? context.reject(['password']) : client.end(),
    );
    expect(await opened(openPinned(over.dial, pinned, byPassword))).toEqual({ result: 'refused' });
  });
});

describe('the first screens', () => {
  const hostKey = generateHostKey('ed25519');
  const shellAfter = async (screens: string[]) => {
    const { dial } = await serve([hostKey], onlyPassword, screens);
    const end = await openPinned(dial, hostKeyFingerprint(hostKey), byPassword);
    if (end.result !== 'open') throw new Error(end.result);
    closers.unshift(() => void end.connection.close());
    return logIn(end.connection, { ...LOOPBACK_LIMITS, silenceMs: 300 });
  };

  test('a banner, another one, and a warning with a # lead to the prompt', async () => {
    const dialogue = await shellAfter([
      "*** ONLY #1 ***\r\n(Press 'a' to accept):",
      "a\r\nThis unit is managed by FMG #2\r\n(Press 'a' to accept):",
      "a\r\nWARNING: … 'execute disk scan <ref#>'.\r\nFGT(Primary) # ",
      '\r\nFGT(Primary) # ',
    ]);
    expect(dialogue.prompt).toEqual({ host: 'FGT' });
  });

  test.each([
    [
      'a line that only looks like a prompt',
      ['notice # ', '\r\nelse # ', '\r\nmore # ', '\r\nagain # ', 'x # ', 'y # ', 'z # ', 'w # '],
      'ssh-garbled',
    ],
    ['a password that has expired', ['New Password: '], 'ssh-password-expired'],
    ['a banner without end', Array.from({ length: 9 }, () => "(Press 'a' to accept):"), 'ssh-garbled'],
    ['nothing at all', [''], 'ssh-timeout'],
  ])('%s is no login', async (_, screens, code) => {
    await expect(shellAfter(screens)).rejects.toMatchObject({ code });
  });
});
