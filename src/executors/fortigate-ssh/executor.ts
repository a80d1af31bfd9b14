// The FortiGate executor: looks at a unit and carries out `back-up` and `factory-reset` over SSH. It decides nothing, and
// what it could not see is `unknown`.
import { isAbsolute, resolve } from 'node:path';
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Clock } from '../../base/clock.ts';
import { bugError, type ErrorClass, KaiyakuError } from '../../base/errors.ts';
import type { ActContext, Command, Executor, LookContext, Observation, Receipt, Recovery, Target } from '../port.ts';
import { unknownLook } from '../common/found.ts';
import type { Credential } from '../ssh/authentication.ts';
import { backUp } from './backup.ts';
import { FORTIGATE_SSH, type FortigateExpect } from './command.ts';
import { readBackUpArgs, readExpect, readResetArgs } from './expect.ts';
import { FORTIGATE_LIMITS, type FortigateLimits, REFUSED_LOGIN_HOLD_MS } from './limits.ts';
import { logIn } from './login.ts';
import { readNotes } from './notes.ts';
import { factsOf, passwordChangeDemanded, probe } from './probe.ts';
import { factoryReset } from './reset.ts';
import { type Access, dialOf, openUnit, refusedError, withSession } from './session.ts';
import { differencesOf, readUnit } from './unit.ts';

export interface FortigateExecutorOptions {
  /** Resolves the credential of a unit by its serial number; called only after its host key was found to be the pinned one. */
  readonly credentials: (serial: string) => Promise<Credential>;
  /** `root`: absolute folder against which the `to` of a back-up is resolved. */
  readonly store: { readonly root: string };
  readonly limits?: Partial<FortigateLimits>;
}

/** One executor for all units of a run. Throws a bug when the store's root is not absolute. */
export function createFortigateExecutor({
  credentials,
  store,
  limits: given = {},
}: FortigateExecutorOptions): Executor {
  if (!isAbsolute(store.root)) throw bugError('fortigate-store', 'the root of the backup store must be absolute');
  const limits: FortigateLimits = { ...FORTIGATE_LIMITS, ...given };
  /** Serial → until when no credential is offered. */
  const heldUntilMs = new Map<string, number>();
  /** What was thrown before anything could have happened. */
  const withoutEffect = new WeakSet<object>();

  const accessTo = (expect: FortigateExpect, clock: Clock, signal: AbortSignal | undefined): Access => ({
    credential: () => credentials(expect.serial),
    limits,
    ...(signal === undefined ? {} : { signal }),
    hold: clock.nowMs() < (heldUntilMs.get(expect.serial) ?? Number.NEGATIVE_INFINITY),
  });
  const remember = (expect: FortigateExpect, clock: Clock, error: unknown): void => {
    if (error instanceof KaiyakuError && error.code === 'ssh-login-refused' && error.detail.facts?.['held'] !== true)
      heldUntilMs.set(expect.serial, clock.nowMs() + REFUSED_LOGIN_HOLD_MS);
  };

  const observe = async (target: Target, ctx: LookContext): Promise<Observation> => {
    const expect = readExpect(target);
    try {
      return await look(expect, accessTo(expect, ctx.clock, ctx.signal), ctx);
    } catch (error) {
      ctx.signal?.throwIfAborted();
      remember(expect, ctx.clock, error);
      return unknownLook(error, ctx, ctx.clock.nowMs());
    }
  };

  const act = async (command: Command, ctx: ActContext): Promise<Receipt> => {
    let answered = false;
    try {
      const expect = readExpect(command.target);
      const access = accessTo(expect, ctx.clock, ctx.signal);
      try {
        if (command.verb === 'back-up') {
          const args = readBackUpArgs(command);
          const folder = resolve(store.root, args.to);
          return await withSession(expect, access, (session) => backUp(session, expect, args, folder, limits, ctx));
        }
        if (command.verb === 'factory-reset') {
          const args = readResetArgs(command);
          return await withSession(expect, access, (session) =>
            factoryReset(session, expect, args, limits, ctx, () => {
              answered = true;
            }),
          );
        }
      } catch (error) {
        remember(expect, ctx.clock, error);
        throw error;
      }
      throw bugError('fortigate-verb', `the FortiGate executor has no verb "${command.verb}"`);
    } catch (error) {
      if (!answered && typeof error === 'object' && error !== null) withoutEffect.add(error);
      throw error;
    }
  };

  return {
    name: FORTIGATE_SSH,
    observe,
    act,
    classify: (error) => classify(error, typeof error === 'object' && error !== null && withoutEffect.has(error)),
    recover,
  };
}

async function look(expect: FortigateExpect, access: Access, ctx: LookContext): Promise<Observation> {
  const opened = await openUnit(expect, access);
  const seen = (): { seenAtMs: number } => ({ seenAtMs: ctx.clock.nowMs() });
  if (opened.result === 'refused') throw refusedError(expect, access.hold);
  if (opened.result === 'other-key') {
    const facts = await probe(dialOf(expect, access), opened.presentedKey);
    const differences = [{ what: 'hostKey', expected: expect.hostKey, found: opened.presentedKey }];
    return { state: 'foreign', facts, differences, ...seen() };
  }
  const { connection } = opened;
  try {
    if (connection.by === 'none') {
      const demanded = await passwordChangeDemanded(connection, access.limits, access.signal);
      const facts = factsOf('pinned', connection.hostKey, true, demanded);
      const differences = [{ what: 'login', expected: 'with a credential', found: 'without a password' }];
      return { state: 'foreign', facts, differences, ...seen() };
    }
    const unit = await readUnit(await logIn(connection, access.limits, access.signal));
    const differences = differencesOf(expect, unit);
    const facts: JsonObject = {
      hostKey: 'pinned',
      serial: unit.serial,
      hostname: unit.hostname,
      version: unit.version,
      licenceStatus: unit.licenceStatus ?? 'unknown',
      haMode: unit.haMode,
      vdomMode: unit.vdomMode,
      vdoms: unit.vdoms,
      privateDataEncryption: unit.privateDataEncryption,
    };
    if (differences.length > 0) return { state: 'foreign', facts, differences, ...seen() };
    return { state: 'present', facts: { ...facts, configuration: 'as-before' }, ...seen() };
  } finally {
    await connection.close();
  }
}

/** Refusals and user errors came before anything was sent; what nobody named may have happened. */
function classify(error: unknown, noEffect: boolean): ErrorClass {
  const detail = error instanceof KaiyakuError ? error.detail : undefined;
  if (detail?.class === 'unknown-outcome') return 'unknown-outcome';
  if (noEffect) return detail?.class ?? (detail === undefined ? 'retry' : 'permanent');
  if (detail?.kind === 'refusal') return 'permanent';
  return detail?.class ?? 'unknown-outcome';
}

function recover(command: Command, notes: readonly string[]): Recovery {
  if (command.verb === 'back-up') return { proves: 'not-begun', why: 'a back-up changes nothing on the unit' };
  const { answering, resetTextSeen } = readNotes(notes);
  if (!answering) return { proves: 'not-begun', why: 'the question of the reset was not answered' };
  return { proves: 'sent', receipt: { facts: { answered: true, resetTextSeen }, evidence: [] } };
}
