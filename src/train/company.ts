/** @file Trials of one scenario that train side by side, each with its own seed; a trial alone is a company of one. */
import { nextTask } from '../base/nextTask';
import type { HostBatch } from '../data/batches';
import { trainingOf } from '../experiment/experiment';
import { isMeasured } from '../experiment/steps';
import { Model } from '../model/model';
import { weightBytes } from '../weights/uploadWeights';
import { CompanyProgress, Over, type CompanyEnd, type CompanyOptions, type Turn } from './companyProgress';
import { Optimizer } from './optimizer';
import { stepStateOf } from './stepState';
import { trialBatches } from './trialBatches';
import type { Member } from './trialSetting';
import { opsIn } from './trialsOf';

export type { CompanyEnd, CompanyOptions } from './companyProgress';

/** Steps before the clock starts. They run op by op, and compile kernels if nothing could be prepared. */
export const WARM_UP_STEPS = 2;

/**
 * Trains and measures trials that differ in the seed alone, in one pass for each step of all of them. Each ends with the
 * results that it has alone.
 * @param members trials of one scenario, with one op set and equally many steps; those that resume do so at one step
 * @returns how each left the company, in the same order
 * @throws whatever the device or the ops throw, after everything on the device is freed; Error if they do not belong
 *   together
 */
export async function runCompany(
  members: readonly [Member, ...Member[]],
  options: CompanyOptions = {},
): Promise<readonly CompanyEnd[]> {
  const [first, ...others] = members.map(withOwnTraining);
  if (!first) throw new Error('A company has a trial at least.');
  const { setting, spec } = first;
  const count = 1 + others.length;
  const plain = opsIn(setting.ops, setting.training);
  const ops = count === 1 ? plain : plain.together(count);
  const frozen = await setting.frozen(spec.scenario);
  ops.meter.reset();
  const model = new Model(ops, setting.config, spec.scenario, frozen, setting.training);
  let company: CompanyProgress | null = null;
  let optimizer: Optimizer | null = null;
  try {
    company = new CompanyProgress(model, weightBytes(frozen), [first, ...others], options);
    optimizer = new Optimizer(model, setting.training);
    await company.begin(optimizer);
    await train(company);
    await company.handOver();
  } catch (error) {
    if (!(error instanceof Over)) throw error;
  } finally {
    await company?.reader.dispose();
    optimizer?.dispose();
    model.dispose();
  }
  return company?.ends() ?? [];
}

function withOwnTraining(member: Member): Member {
  const { setting, spec } = member;
  return { ...member, setting: { ...setting, training: trainingOf(setting.training, spec.scenario) } };
}

async function train(company: CompanyProgress): Promise<void> {
  const { reader, clock, lead } = company;
  const { training, train: rows } = lead.member.setting;
  const { total, firstStep: first } = lead;
  const warm = first + WARM_UP_STEPS;
  const orders = company.trials.map(({ member: { setting, spec } }) => trialBatches(setting, spec.seed));
  if (total === 0 || company.isUnmeasured) await company.evaluate(first);
  for (let step = 0; step < total;) {
    const hosts = orders.map((order) => order.next().value);
    // Batches that were trained before are drawn again, so that the ones to come are drawn in the same order.
    if (step < first) {
      step++;
      continue;
    }
    if (step === warm) {
      await reader.drain();
      clock.start();
    }
    await company.step(company.trials.map(({ member }, i) => turnOf(member, hosts[i], step, total)));
    await nextTask();
    await company.rest();
    company.check();
    step++;
    await company.keep(step);
    if (company.isOver) return;
    if (await company.parts(step, warm)) return;
    if (!isMeasured(step, training, rows.length)) continue;
    await reader.drain();
    clock.pause();
    if (company.isOver) return;
    await company.evaluate(step);
    if (step < total) await company.keep(step);
    if (step > warm) company.resumeClock();
  }
}

/** @param step 0-based */
function turnOf({ setting, spec }: Member, host: HostBatch | undefined, step: number, total: number): Turn {
  if (!host) throw new Error('A step has a batch for each trial.');
  return { host, state: stepStateOf(setting.training, spec.seed, step, total) };
}
