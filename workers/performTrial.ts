/** @file Performs one trial of a run alone. */
import { OutOfDeviceMemory } from '../src/ops/webgpu/runtime/deviceErrors';
import { runTrial } from '../src/train/trial';
import type { TrialOutcome } from '../src/train/trialSetting';
import { estimatedBytes } from './checkMemory';
import { DeviceLost, untilLost } from './deviceLost';
import type { LostIn, Running } from './running';
import { failedOutcome, specOf, TrialReport, type Resumed } from './trialReport';

/**
 * Runs one trial, which ends with a `trialDone` event unless the device is lost.
 * @param trial its index among the run's trials
 * @returns the loss of the device, if there was one
 * @throws DeviceLost if the device is lost before the trial begins, or while a failed trial is cleared away; LabError if
 *   the rows of its seed cannot be read; the signal's reason if the run is cancelled while they are
 */
export async function performTrial(
  trial: number,
  running: Running,
  earlier: Resumed | null,
): Promise<LostIn | null> {
  const { command, means, prepared } = running;
  const { backend, laboratory, send } = means;
  const spec = specOf(command, trial);
  const setting = await untilLost(backend, prepared.settingOf(spec.seed));
  const report = new TrialReport(running, trial, earlier);
  let outcome: TrialOutcome;
  try {
    outcome = await untilLost(backend, runTrial(setting, spec, report.hooks, earlier?.snapshot ?? null));
  } catch (error) {
    outcome = failedOutcome(error);
    if (error instanceof DeviceLost) return { lost: error, trial, record: report.recordOf(outcome) };
    const bytes = error instanceof OutOfDeviceMemory ? estimatedBytes(setting, spec) : null;
    if (bytes !== null) send({ type: 'outOfMemory', runId: command.runId, trial, bytes });
    // The weights may be damaged as well, so the next trial uploads them again.
    laboratory.models.unplace();
    await untilLost(backend, backend.ops.recover());
  }
  report.finish(outcome);
  return null;
}
