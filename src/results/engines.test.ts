import { describe, expect, it } from 'vitest';
import { packResults, unpackResults } from '../address/sharedResults';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { sampleTrial } from '../experiment/testing';
import { memoryFigure } from '../figures/costs/memoryFigure';
import { speedFigure } from '../figures/costs/speedFigure';
import { accuracyFigure } from '../figures/accuracy/accuracyFigure';
import { curvesFigure } from '../figures/curves/curvesFigure';
import { differencesFigure } from '../figures/differences/differencesFigure';
import { rankFigure } from '../figures/rank/rankFigure';
import { formatGroupsTrainedBy } from '../figures/scenarioResults';
import { sweepFigure } from '../figures/sweep/sweepFigure';
import { summaryTable } from '../report/tables/summaryTable';
import { groupOf, judgingFor, SUBJECT } from '../figures/testing';
import { footerText } from '../pictures/frame';
import { overlayRows } from '../library/overlay';
import { entry, LOWER, UPPER, trial } from '../library/testing';
import { sourceRows } from '../library/rows';
import { peakMemory, speedsOf } from './costs';
import { formatCostEngines, formatTrainedBy, ofOneEngine } from './engines';
import { parseResults, resultsTable, serializeResults } from './resultsFile';
import type { Environment, TrialRecord } from './results';

const PYTORCH: Environment = {
  backend: 'pytorch',
  ...{ device: 'NVIDIA H200', software: false },
  ...{ userAgent: 'lora-lab-cluster 0.7.0', labVersion: '0.7.0', node: 'gpu-3' },
  versions: { python: '3.12.1', torch: '2.9.0', transformers: '5.0.0', peft: '0.18.0' },
};
const [LORA] = DEFAULT_EXPERIMENT.scenarios;
const byLab = (change: Partial<TrialRecord> = {}) => trial(LOWER, 1, change);
const byPytorch = (change: Partial<TrialRecord> = {}) =>
  trial(LOWER, 1, { environment: PYTORCH, memorySource: 'pytorch-allocator', ...change });

describe('trials that PyTorch trained', () => {
  it('are read back from a results file and from a link as they were written', () => {
    const file = { ...entry('a', [byPytorch(), byPytorch({ memorySource: 'counted' })]).results };
    expect(parseResults(serializeResults(file))).toStrictEqual(file);
    const record = byPytorch({ memorySource: 'counted', losses: [], evaluations: [] });
    const [read] = unpackResults(
      packResults(DEFAULT_EXPERIMENT, { by: null, trials: [record] }),
      DEFAULT_EXPERIMENT,
    ).trials;
    const { node: _, ...told } = PYTORCH;
    expect(read?.environment).toStrictEqual(told);
    expect(read?.memorySource).toBe('counted');
  });

  it('are refused with the path where a version is no text', () => {
    const file = entry('a', [byPytorch()]).results;
    const text = serializeResults(file).replace('"2.9.0"', '2.9');
    expect(() => parseResults(text)).toThrow('trials[0].environment.versions.torch is 2.9, not a text.');
  });

  it('share no bar and no mean with trials of the lab', () => {
    const mixed = [
      byPytorch({ peakBytes: 9e9, samplesPerSecond: 5000 }),
      byLab({ peakBytes: 6e7, samplesPerSecond: 100 }),
    ];
    expect(ofOneEngine(mixed)).toEqual([mixed[1]]);
    expect(peakMemory(mixed, null)?.memory).toEqual(mixed[1]?.memory);
    expect(speedsOf(mixed)).toEqual([100]);
    expect(resultsTable(mixed)[0]).toMatchObject({ n: 2, peakBytes: 6e7, samplesPerSecond: 100 });
    expect(speedsOf([byPytorch({ samplesPerSecond: 5000 })])).toEqual([5000]);
  });

  it('are named beside every figure of costs and of accuracy, and at the foot of pictures', () => {
    const groups = [groupOf(LOWER, [byPytorch()]), groupOf(UPPER, [trial(UPPER, 1)])];
    const words = `PyTorch trained ${LOWER.name}: do not compare`;
    expect(memoryFigure(groups, []).caption).toContain(words);
    expect(memoryFigure(groups, []).caption).toContain('the most that tensors took at once');
    expect(speedFigure(groups).caption).toContain(words);
    expect(accuracyFigure(groups, { scale: 'zoomed', rows: 1000 }).caption).toContain(
      'PyTorch 2.9.0 trained 1 of these 2 trials, on NVIDIA H200; the lab trained the others.',
    );
    expect(footerText(SUBJECT, groups)).toContain('trained by the lab and PyTorch 2.9.0');
    const own = [groupOf(LOWER, [byLab()])];
    expect(footerText(SUBJECT, own)).not.toContain('trained by');
    expect(formatTrainedBy([byLab()])).toBe('');
    expect(formatCostEngines(own, 'memory')).toBe('');
  });

  it('are named under learning curves, ranks, sweeps and differences, and in the table that is saved', () => {
    const says = 'PyTorch 2.9.0 trained 1 of these 6 trials, on NVIDIA H200; the lab trained the others.';
    const scenarios = [1, 2, 4].flatMap((rank) =>
      [0.001, 0.002].map((learningRate) => ({
        ...LORA,
        name: `r${rank} at ${learningRate}`,
        rank,
        learningRate,
      })),
    );
    const groups = scenarios.map((scenario, i) => groupOf(scenario, [i === 0 ? byPytorch() : byLab()]));
    const training = DEFAULT_EXPERIMENT.training;
    const captionsOf = (of: typeof groups): string[] => {
      const judging = judgingFor(of);
      const swept = sweepFigure(of, { judging, training });
      const ranked = rankFigure(of, { config: null, gaps: [] });
      const curves = curvesFigure([], { view: 'loss', trainedBy: formatGroupsTrainedBy(of) });
      return [curves, ranked, swept, differencesFigure(of, { judging })].map(
        (figure) => figure?.caption ?? '',
      );
    };
    for (const caption of captionsOf(groups)) expect(caption).toContain(says);
    const own = scenarios.map((scenario) => groupOf(scenario, [byLab()]));
    for (const caption of captionsOf(own)) expect(caption).not.toContain('trained');
    const table = summaryTable(
      () => DEFAULT_EXPERIMENT,
      [groupOf(LOWER, [byPytorch(), byLab()]), ...groups],
      new Map(),
    );
    const column = table.columns.indexOf('trainedBy');
    expect(table.rows.map((row) => row[column])).toEqual([
      ...[
        'the lab and PyTorch 2.9.0',
        'PyTorch 2.9.0',
        'the lab',
        'the lab',
        'the lab',
        'the lab',
        'the lab',
      ],
    ]);
  });

  it('say which rows both engines trained, and that memory on a processor is counted', () => {
    const both = [{ scenario: LOWER, done: [byLab(), byPytorch()] }];
    expect(formatCostEngines(both, 'speed')).toBe(
      `PyTorch and the lab both trained ${LOWER.name}: only the lab’s trials count here.`,
    );
    const counted = [{ scenario: LOWER, done: [byPytorch({ memorySource: 'counted' })] }];
    expect(formatCostEngines(counted, 'memory')).toBe(
      'PyTorch trained these trials. On a processor its tensors were counted.',
    );
  });
});

describe('an overlay of both engines', () => {
  const rowsOf = (...files: readonly (readonly TrialRecord[])[]) =>
    files.flatMap((trials, i) => sourceRows(entry(String(i), trials)));
  const at = (seed: number, accuracy: number, environment = sampleTrial().environment) =>
    trial(LOWER, seed, { accuracy, environment });

  it('counts a seed once, and says how far the engines differ on it', () => {
    const overlay = overlayRows(
      rowsOf([at(1, 0.8), at(2, 0.7)], [at(1, 0.8 + 1e-12, PYTORCH), at(2, 0.71, PYTORCH)]),
      'together',
    );
    expect(overlay.rows[0]?.counts).toMatchObject({ seeds: 2, done: 4 });
    expect(overlay.engines).toMatchObject({ byPytorch: 2, done: 4, both: 2, differing: 1 });
    expect(overlay.engines?.most).toBeCloseTo(0.01, 10);
  });

  it('says nothing of engines where there is one', () => {
    expect(overlayRows(rowsOf([at(1, 0.8)], [at(2, 0.8)]), 'together').engines).toBeNull();
  });
});
