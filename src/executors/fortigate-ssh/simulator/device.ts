// The state of one simulated FortiGate: what it is now, and how it changes. No network and no text of the CLI here.
import type { Clock } from '../../../base/clock.ts';
import { bootPlan, bootsBegun, downIn, type DownWindow } from './boot-plan.ts';
import type { DeviceFile } from './device-file.ts';
import type { DeviceState } from './device-state.ts';
import { FaultSet } from './faults.ts';
import { generateHostKey, hostKeyFingerprint } from './host-key.ts';
import { HA_TAKEOVER_MS } from './limits.ts';
import { Lockout } from './lockout.ts';
import { DeviceRecord, type FortigateLogin, type FortigateTransition } from './record.ts';
import { factoryState, type ResetWord } from './reset.ts';

/** A copy of the state for whoever watches; no password and no private key. */
export interface FortigateSnapshot {
  readonly power: 'up' | 'booting' | 'off';
  /** Whether an SSH client would get an answer now. */
  readonly answers: boolean;
  readonly configuration: 'configured' | 'factory';
  readonly version: string;
  readonly serial: string;
  readonly hostname: string;
  readonly user: string;
  /** The account has no password: SSH method `none` is accepted and a new password demanded. */
  readonly passwordless: boolean;
  readonly licence: DeviceFile['licence'];
  readonly haMode: string;
  readonly vdoms: readonly string[];
  readonly console: 'more' | 'standard';
  readonly adminScp: boolean;
  readonly privateDataEncryption: boolean;
  readonly hostKey: string;
  readonly faults: readonly string[];
  readonly transitions: readonly FortigateTransition[];
  readonly logins: readonly FortigateLogin[];
  readonly received: readonly string[];
}

export interface DeviceOptions {
  readonly file: DeviceFile;
  readonly clock: Clock;
  readonly timeScale: number;
  readonly onPower: (state: 'down' | 'up') => void;
}

export class Device {
  readonly file: DeviceFile;
  readonly clock: Clock;
  readonly faults = new FaultSet();
  readonly record: DeviceRecord;
  readonly lockout: Lockout;
  readonly #timeScale: number;
  readonly #onPower: (state: 'down' | 'up') => void;
  #state: DeviceState;
  #on = true;
  #networkLost = false;
  #plan: readonly DownWindow[] = [];
  #era = 0;
  #lastBootMs: number;
  #otherHostKey: string | undefined;

  constructor(options: DeviceOptions) {
    const { file } = options;
    this.file = file;
    this.clock = options.clock;
    this.#timeScale = options.timeScale;
    this.#onPower = options.onPower;
    this.record = new DeviceRecord(options.clock);
    this.lockout = new Lockout(options.clock, options.timeScale);
    this.#lastBootMs = options.clock.nowMs();
    this.#state = {
      ...file,
      configuration: 'configured',
      networkKept: true,
      hostKey: file.hostKeyOverride ?? file.hostKey ?? generateHostKey(file.hostKeyType),
    };
  }

  get state(): DeviceState {
    return this.#state;
  }

  /** When the device came up last, ms since the epoch. */
  get lastBootMs(): number {
    return this.#lastBootMs;
  }

  /** Whether an SSH client gets an answer now. */
  answers(): boolean {
    return this.#on && !this.#networkLost && downIn(this.#plan, this.clock.nowMs()) < 0;
  }

  /** Counts restarts and power cuts; whoever makes one ends the lines as well. */
  get era(): number {
    return this.#era;
  }

  /** Counts the boots of the present era that have begun; a line from before the latest is dead, and nobody ended it. */
  bootsBegun(): number {
    return bootsBegun(this.#plan, this.clock.nowMs());
  }

  power(): 'up' | 'booting' | 'off' {
    if (!this.#on) return 'off';
    const last = this.#plan.at(-1);
    return last !== undefined && this.clock.nowMs() < last.untilMs ? 'booting' : 'up';
  }

  /** A key that is not the device's, the same each time: for the fault `changed-host-key`. */
  otherHostKey(): string {
    this.#otherHostKey ??= generateHostKey(this.file.hostKeyType);
    return this.#otherHostKey;
  }

  /** A change by configuration command; recorded also when the value stays the same. */
  configure(call: string, change: Partial<DeviceState>): void {
    this.#change(call, () => {
      this.#state = { ...this.#state, ...change };
    });
  }

  /** Clears configuration and (unless kept) licence, then restarts or powers off. In a pair the other member takes over. */
  reset(word: ResetWord, keepLicence: boolean): void {
    const off = word === 'factoryreset-shutdown';
    this.#change(`execute ${word}${keepLicence ? ' keepvmlicense' : ''} y`, () => {
      if (this.#takeOver()) return;
      this.#state = factoryState(this.#state, this.file, word, keepLicence);
      this.#networkLost = word !== 'factoryreset2' && this.file.networkAfterReset === 'lost';
      if (off) this.#off();
      else this.#boot(this.file.boots);
    });
    if (off && !this.#on) this.#onPower('down');
  }

  reboot(call: string): void {
    this.#change(call, () => {
      if (!this.#takeOver()) this.#boot(1);
    });
  }

  shutdown(call: string): void {
    this.#change(call, () => {
      if (!this.#takeOver()) this.#off();
    });
    if (!this.#on) this.#onPower('down');
  }

  /** The cloud's power switch. A device that is already so is left alone. */
  setPower(to: 'up' | 'down'): void {
    if ((to === 'up') === this.#on) return;
    this.#change(`power ${to}`, () => {
      if (to === 'down') return this.#off();
      this.#on = true;
      this.#boot(1);
    });
  }

  snapshot(): FortigateSnapshot {
    const state = this.#state;
    return {
      power: this.power(),
      answers: this.answers(),
      configuration: state.configuration,
      version: this.file.version,
      serial: state.serial,
      hostname: state.hostname,
      user: state.user,
      passwordless: state.password === '',
      licence: { ...state.licence },
      haMode: state.ha.mode,
      vdoms: [...state.vdoms],
      console: state.console,
      adminScp: state.adminScp,
      privateDataEncryption: state.privateDataEncryption,
      hostKey: hostKeyFingerprint(state.hostKey),
      faults: this.faults.names(),
      transitions: [...this.record.transitions],
      logins: [...this.record.logins],
      received: [...this.record.received],
    };
  }

  // The pair's other member answers at the same address, with the same configuration and its own serial.
  #takeOver(): boolean {
    const { ha } = this.#state;
    if (ha.mode === 'standalone' || ha.peer === null) return false;
    this.#state = {
      ...this.#state,
      ...ha.peer,
      ha: { ...ha, role: 'primary', peer: null },
      hostKey: ha.sharedHostKey ? this.#state.hostKey : generateHostKey(this.file.hostKeyType),
    };
    const nowMs = this.clock.nowMs();
    this.#era += 1;
    this.#plan = [{ fromMs: nowMs, untilMs: nowMs + HA_TAKEOVER_MS / this.#timeScale }];
    return true;
  }

  #off(): void {
    this.#on = false;
    this.#era += 1;
  }

  #boot(boots: number): void {
    const { bootMs, betweenBootsMs } = this.file;
    this.#era += 1;
    this.lockout.clear();
    this.#plan = bootPlan(this.clock.nowMs(), {
      bootMs: bootMs / this.#timeScale,
      betweenBootsMs: betweenBootsMs / this.#timeScale,
      boots,
    });
    this.#lastBootMs = this.#plan.at(-1)?.untilMs ?? this.clock.nowMs();
  }

  #change(call: string, change: () => void): void {
    const from = this.#word();
    change();
    this.record.transition(call, from, this.#word());
  }

  #word(): string {
    return `${this.power()}/${this.#state.configuration}/${this.#state.licence.kind}`;
  }
}
