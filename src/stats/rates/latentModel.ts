/**
 * @file Trials whose truth is known: which sentences each classifies rightly, drawn from a latent model, so that the
 * verdicts' rates of error can be counted.
 *
 * Trial (c, s) is right on sentence v where
 *
 *   mean_c + sentence_v + own_cv + seed_s + run_cs + luck_csv > 0,
 *
 * all but the mean normal. `sentence` is how easy a sentence is for all, `own` for one scenario: the reason why equally
 * good scenarios differ on any one set of sentences. `seed` is what the scenarios of one seed share, `run` the luck of a
 * trial as a whole, and `luck` that on single sentences. A scenario's accuracy over new seeds and sentences is therefore
 * exactly normalCdf(mean / total deviation).
 */
import { createRandom, type Random } from '../../base/random';
import { quantileNormal } from '../distributions/normal';
import type { SeededValue } from '../comparisons/pairing';

/** Standard deviations of the latent parts; `luck` is their unit, 1. */
export interface LatentModel {
  readonly sentence: number;
  readonly own: number;
  readonly seed: number;
  readonly run: number;
}

/**
 * Fitted to twenty trials each of "lower", "even" and "all" of the lesson "layers" (embedded model, 8 epochs, 1,000
 * validation sentences), the means over these three: two trials of a scenario disagree on 6.7 % of the sentences (6.1, 8.0,
 * 6.1 %), accuracies deviate by 0.80 points over seeds (root mean square of 0.74, 1.03, 0.55), and the choice of the
 * sentences adds 6.6e-6 to a difference's squared error (10.2e-6, 0.6e-6, 8.9e-6). A shared seed makes scenarios no more
 * alike: their accuracies correlate by -0.3 to 0.05.
 */
export const EMBEDDED: LatentModel = { sentence: 2.72, own: 0.46, seed: 0, run: 0.094 };

export interface LatentExperiment {
  /** True accuracies of the scenarios over new seeds and new sentences, each in (0, 1). */
  readonly accuracies: readonly number[];
  readonly seeds: number;
  readonly sentences: number;
  /** Deviations of the scenarios' runs, where they are not the model's for all. */
  readonly runs?: readonly number[];
}

/** @returns the trials of each scenario, with the seeds 1, 2, ... */
export function drawTrials(
  model: LatentModel,
  { accuracies, seeds, sentences, runs }: LatentExperiment,
  random: Random,
): SeededValue[][] {
  const ease = normals(random, sentences, model.sentence);
  const shared = normals(random, seeds, model.seed);
  return accuracies.map((accuracy, c) => {
    const run = runs?.[c] ?? model.run;
    const total = Math.hypot(model.sentence, model.own, model.seed, run, 1);
    const mean = quantileNormal(accuracy) * total;
    const own = normals(random, sentences, model.own).map((value, v) => mean + value + (ease[v] ?? 0));
    return Array.from(shared, (seedEffect, s) => {
      const offset = seedEffect + run * random.normal();
      const hits = new Uint8Array(sentences);
      let right = 0;
      own.forEach((value, v) => {
        if (value + offset + luck(random) <= 0) return;
        hits[v] = 1;
        right++;
      });
      return { seed: s + 1, value: right / sentences, sentences: { id: 'drawn', hits } };
    });
  });
}

const QUANTILES = 2 ** 16;
let quantiles: Float64Array | null = null;

/** A standard normal value, from a table: most of a simulation's time would go into exact ones. */
function luck(random: Random): number {
  quantiles ??= Float64Array.from({ length: QUANTILES }, (_, i) => quantileNormal((i + 0.5) / QUANTILES));
  return quantiles[random.bits() & (QUANTILES - 1)]!; // The mask keeps the index below the table's length.
}

function normals(random: Random, count: number, deviation: number): Float64Array {
  return Float64Array.from({ length: count }, () => deviation * random.normal());
}

/** A random source for the n-th experiment of a simulation. */
export const randomOf = (n: number): Random => createRandom(n, 'rates of the verdicts');
