// The world in time: jobs end when they are due, destroyed machines vanish by themselves, lists may lag behind. Nothing
// runs on timers: whatever is due is carried out before the next look.
import type { Clock } from '../../../base/clock.ts';
import { errorBody, ApiRefusal } from './refuse.ts';
import { EXPUNGED_BY_ITSELF_MS, JOB_KEPT_MS, JOB_MS, JOB_MS_DEFAULT } from './limits.ts';
import { idOf, type Job, type JobFailure, type Machine, type WorldState } from './world.ts';

/** What really changed, oldest first. */
export interface Transition {
  readonly atMs: number;
  readonly what: string;
  readonly id: string;
}

/** Parameters of a call, names in lower case. */
export type CallParams = Readonly<Record<string, string>>;

/** Carries an asynchronous command out when its job is due; what it returns is the job's result. */
export type Finish = (simulation: Simulation, params: CallParams) => Record<string, unknown>;

interface Lag {
  readonly untilMs: number;
  readonly lists: readonly string[] | undefined;
  readonly state: WorldState;
}

export class Simulation {
  state: WorldState;
  readonly transitions: Transition[] = [];
  readonly #clock: Clock;
  readonly #timeScale: number;
  readonly #finish: (command: string) => Finish;
  #lags: Lag[] = [];

  constructor(state: WorldState, clock: Clock, timeScale: number, finish: (command: string) => Finish) {
    this.state = state;
    this.#clock = clock;
    this.#timeScale = timeScale;
    this.#finish = finish;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  changed(what: string, id: string): void {
    this.transitions.push({ atMs: this.nowMs(), what, id });
  }

  /** What this list shows: the world, or as it was while a list lags. */
  shown(list: string): WorldState {
    const lag = this.#lags.find(({ untilMs, lists }) => untilMs > this.nowMs() && (lists?.includes(list) ?? true));
    return lag?.state ?? this.state;
  }

  lag(
    ms: number,
    lists: readonly string[] | undefined,
    untilDoneMs: number,
    before = structuredClone(this.state),
  ): void {
    this.#lags = this.#lags.filter(({ untilMs }) => untilMs > this.nowMs());
    this.#lags.push({ untilMs: untilDoneMs + ms, lists, state: before });
  }

  /** Accepts a change. `begin` is what is seen of it at once. */
  accept(command: string, params: CallParams, objectId: string, fails: JobFailure | undefined): Job {
    const machine = this.state.machines.find(({ id }) => id === objectId);
    const job: Job = {
      id: this.newId(),
      command,
      params,
      objectId,
      ...(machine === undefined ? {} : { stateBefore: machine.state }),
      beganAtMs: this.nowMs(),
      endsAtMs: this.nowMs() + (JOB_MS[command] ?? JOB_MS_DEFAULT) / this.#timeScale,
      ...(fails === undefined ? {} : { fails }),
      status: 0,
    };
    this.state.jobs.push(job);
    if (machine !== undefined) machine.state = whileIn(command, machine.state);
    return job;
  }

  newId(): string {
    this.state.nextId += 1;
    return idOf(99, this.state.nextId);
  }

  /** Carries out whatever is due, in its order. */
  settle(): void {
    const nowMs = this.nowMs();
    for (const job of this.state.jobs.filter(({ status, endsAtMs }) => status === 0 && endsAtMs <= nowMs))
      this.#end(job);
    this.state.jobs = this.state.jobs.filter(({ endsAtMs }) => nowMs - endsAtMs < JOB_KEPT_MS);
    for (const { id, destroyedAtMs } of this.state.machines)
      if (destroyedAtMs !== undefined && nowMs - destroyedAtMs >= EXPUNGED_BY_ITSELF_MS / this.#timeScale)
        this.removeMachine(id);
  }

  /** Expunged: no list shows it any more; its ROOT volume and what led to it from addresses are gone with it. */
  removeMachine(id: string): void {
    this.state.machines = this.state.machines.filter((machine) => machine.id !== id);
    this.state.volumes = this.state.volumes.filter(({ type, vmId }) => type !== 'ROOT' || vmId !== id);
    for (const address of this.state.addresses) if (address.staticNatVmId === id) address.staticNatVmId = null;
    this.state.portForwardingRules = this.state.portForwardingRules.filter(({ vmId }) => vmId !== id);
    this.changed('machine expunged', id);
  }

  #end(job: Job): void {
    const machine = this.state.machines.find(({ id }) => id === job.objectId);
    const back = (state: Machine['state'] | undefined) => {
      if (machine !== undefined && state !== undefined) machine.state = state;
    };
    if (job.fails !== undefined) {
      const { as, half, errorcode, errortext } = job.fails;
      back(half ? 'Stopped' : job.stateBefore);
      job.status = 2;
      job.result = as === 'text' ? errortext : { errorcode, errortext };
      return;
    }
    try {
      back(job.stateBefore);
      job.result = this.#finish(job.command)(this, job.params);
      job.status = 1;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      job.status = 2;
      job.result = errorBody(error);
    }
  }
}

/** What a machine reads while a job on it runs. */
function whileIn(command: string, state: Machine['state']): Machine['state'] {
  if (command === 'startVirtualMachine' && state === 'Stopped') return 'Starting';
  if (command === 'expungeVirtualMachine' && state === 'Destroyed') return 'Expunging';
  if (state === 'Running' && /^(?:stop|destroy)VirtualMachine$/.test(command)) return 'Stopping';
  return state;
}
