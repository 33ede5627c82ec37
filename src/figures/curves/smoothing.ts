/** @file Losses of single steps made readable: a moving average, on few enough points to draw. */

/** Weight of the past: about the last ten steps count. */
const MEMORY = 0.9;

/** Exponential moving average, corrected for its start at zero. Missing steps are passed over. */
export function smooth(losses: readonly number[]): number[] {
  let sum = 0;
  let weight = 0;
  return losses.map((loss) => {
    if (Number.isFinite(loss)) {
      sum = MEMORY * sum + (1 - MEMORY) * loss;
      weight = MEMORY * weight + (1 - MEMORY);
    }
    return weight > 0 ? sum / weight : NaN;
  });
}

export interface CurvePoint {
  /** Optimizer steps done. */
  readonly step: number;
  /** Loss in nats a sentence, or accuracy in [0, 1]. */
  readonly value: number;
}

/** At most `points` points of the smoothed losses, the last one among them. */
export function curve(losses: readonly number[], totalSteps: number, points: number): CurvePoint[] {
  const smoothed = smooth(losses);
  const stride = Math.max(1, Math.ceil(totalSteps / points));
  return smoothed.flatMap((loss, step) => {
    const wanted = step % stride === 0 || step === smoothed.length - 1;
    return wanted && Number.isFinite(loss) ? [{ step: step + 1, value: loss }] : [];
  });
}
