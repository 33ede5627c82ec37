/** @file Decides which trials of a run train together, and keeps what is known of its companies. */
import type { Backend } from '../src/backend/select';
import type { Timed } from '../src/train/clock';
import { firstStepOf } from '../src/train/measureAlone';
import { planMemory } from '../src/train/memory';
import { largestCompany, type MemoryLimit } from '../src/train/memoryFit';
import { questionOf } from './checkMemory';
import { isOfDevice } from './checkpointing';
import type { RunCommand } from './protocol';
import type { Running } from './running';
import { specOf, type Resumed } from './trialReport';
import type { TrialQueue } from './trialQueue';

export class Companies {
  /** Speeds of trials alone, by the scenario's name, as they were measured before its first company. */
  readonly timed = new Map<string, Timed>();
  /** Scenarios, by name, whose trials train alone: together they take longer, or failed. */
  private readonly alone = new Set<string>();
  /** Where trials resume that have parted. */
  private readonly parted = new Map<number, Resumed>();
  private readonly limits: MemoryLimit[];
  /** Trials that have reported from a company that failed. */
  private readonly begun = new Set<number>();

  constructor(private readonly running: Running) {
    this.limits = [...(running.command.memoryLimits ?? [])];
  }

  /** The trials that come next, at least one as long as any is left. */
  next(queue: TrialQueue): readonly number[] {
    const { command, means } = this.running;
    const { next } = queue;
    if (next === null) return [];
    const most = mostTogether(command, means.backend);
    const { scenario } = specOf(command, next);
    if (most < 2 || scenario.method === 'full' || this.alone.has(scenario.name)) return [next];
    const found = queue.companions((trial) => this.firstStep(trial)).slice(0, most);
    return found.length < 2 ? found : found.slice(0, this.largest(next, found.length));
  }

  /** Where a trial resumes: at its company's parting, or where an earlier run was interrupted on this device. */
  earlierOf(trial: number): Resumed | null {
    const parted = this.parted.get(trial);
    if (parted) return parted;
    const { command, means } = this.running;
    const checkpoint = command.earlier?.get(trial);
    return checkpoint && isOfDevice(checkpoint, means.backend.environment) ? checkpoint : null;
  }

  /** Tells the person of a checkpoint that is of no use here. */
  noticeForeign(trial: number): void {
    const { command, means } = this.running;
    const checkpoint = command.earlier?.get(trial);
    if (!checkpoint || isOfDevice(checkpoint, means.backend.environment)) return;
    const { scenario, seed } = specOf(command, trial);
    const message =
      `Scenario "${scenario.name}", seed ${seed}, was broken off on another device ` +
      `(${checkpoint.environment.device}): it begins anew on this one.`;
    means.send({ type: 'notice', runId: command.runId, message });
  }

  /** The bytes that a company is planned to take, or a trial alone with `together` 1; null if nothing is planned. */
  planned(trial: number, together: number): { peakBytes: number; peakLiveBytes: number } | null {
    const { command, prepared } = this.running;
    const plan = planMemory({ ...questionOf(prepared.setting, specOf(command, trial)), together });
    if (!plan) return null;
    return { peakBytes: plan.peakBytes, peakLiveBytes: plan.peakBytes - plan.memory.workspace };
  }

  /** Notes that a trial goes on alone from here. */
  part(trial: number, resumed: Resumed): void {
    this.parted.set(trial, resumed);
    this.alone.add(specOf(this.running.command, trial).scenario.name);
  }

  /**
   * Notes that a company has failed, after which its trials begin again as they began in it.
   * @param outOfMemory whether a smaller company may fit
   */
  fail(trials: readonly number[], outOfMemory: boolean): void {
    const [lead] = trials;
    if (lead === undefined) return;
    for (const trial of trials) this.begun.add(trial);
    const planned = outOfMemory ? this.planned(lead, trials.length) : null;
    if (planned) this.limits.push({ source: 'earlier', bytes: planned.peakBytes });
    else this.alone.add(specOf(this.running.command, lead).scenario.name);
  }

  /** Takes back what the page was told of a trial whose company has failed; its checkpoint tells it anew. */
  takeBack(trial: number, totalSteps: number): void {
    const { command, means } = this.running;
    if (!this.begun.delete(trial) || this.earlierOf(trial)) return;
    const told = { losses: [], evaluations: [], totalSteps };
    means.send({ type: 'restored', runId: command.runId, trial, ...told });
  }

  private firstStep(trial: number): number {
    const { command, prepared } = this.running;
    const from = this.earlierOf(trial)?.snapshot ?? null;
    return firstStepOf(prepared.setting, specOf(command, trial), from);
  }

  private largest(trial: number, most: number): number {
    const { command, prepared } = this.running;
    const question = questionOf(prepared.setting, specOf(command, trial));
    return largestCompany(question, this.limits, most, command.together === 'auto');
  }
}

/** The most trials that may train together on the backend. A processor gains nothing by it. */
function mostTogether({ together = 'off' }: RunCommand, { environment }: Backend): number {
  if (together === 'off') return 1;
  if (together !== 'auto') return together;
  return environment.backend === 'webgpu' && !environment.software ? Infinity : 1;
}
