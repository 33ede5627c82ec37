import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '../architecture/config';
import { lowestLayer, moduleSet } from '../architecture/modules';
import { DEFAULT_TRAINING } from '../experiment/defaults';
import type { Hyperparameters, Scenario } from '../experiment/experiment';
import { CLASSIFIER_ONLY, FULL_FINE_TUNING, lora, MODULE_PRESETS } from '../experiment/presets';
import { createPlanningOps } from '../ops/webgpu';
import { planMemory } from './memory';
import { momentBytes, stepCourse, type StepCourse, type StepMoment } from './stepCourse';
import { SMALL } from './trial.testing';

const CONFIG: ModelConfig = { ...SMALL, layers: 6, hidden: 64, heads: 4, intermediate: 256 };
const ops = createPlanningOps();
const color = '#000000';

const SCENARIOS: readonly Scenario[] = [
  ...MODULE_PRESETS.map(({ id, modules }) => ({ ...lora(id, modules(CONFIG.layers)), color })),
  {
    ...lora(
      'down of layer 4',
      moduleSet(6, (layer, part) => layer === 4 && part === 'down'),
    ),
    color,
  },
  {
    ...lora(
      'query of layer 6, r=64',
      moduleSet(6, (layer, part) => layer === 6 && part === 'query'),
      64,
    ),
    color,
  },
  { ...CLASSIFIER_ONLY, color },
  { ...FULL_FINE_TUNING, color },
];

const questionOf = (scenario: Scenario, change: Partial<Hyperparameters> = {}, validation = 40) => ({
  ...{ ops, config: CONFIG, scenario },
  training: { ...DEFAULT_TRAINING, batchSize: 8, ...change },
  trainLengths: [32, 24, 8],
  validationLengths: [validation, 16],
});

function courseOf(scenario: Scenario, change?: Partial<Hyperparameters>): StepCourse {
  const course = stepCourse(questionOf(scenario, change));
  if (!course) throw new Error('The step was not planned.');
  return course;
}

const kept = ({ kept: rows }: StepMoment): number => rows.reduce((sum, bytes) => sum + bytes, 0);
const named = (name: string): Scenario =>
  SCENARIOS.find((each) => each.name === name) ?? { ...CLASSIFIER_ONLY, color };

describe.each([false, true])('the course of a step, checkpointing %s', (checkpointing) => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s: its highest point is the estimated peak to the byte',
    (_, scenario) => {
      // Long validation sentences take more than a step that keeps little: the rest is workspace.
      for (const [basePrecision, validation] of [
        ['f32', 16],
        ['int8', 96],
      ] as const) {
        const question = questionOf(scenario, { checkpointing, basePrecision }, validation);
        const course = stepCourse(question);
        const peak = course && Math.max(...course.moments.map((moment) => momentBytes(course, moment)));
        expect(peak).toBe(planMemory(question)?.peakBytes);
        expect(course?.workspace).toBeGreaterThanOrEqual(0);
      }
    },
  );

  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s: what is kept grows forward, is freed backward, and never lies below the lowest adapter',
    (_, scenario) => {
      const { moments, fixed, layers } = courseOf(scenario, { checkpointing });
      const loss = moments.findIndex(({ kind }) => kind === 'loss');
      const forward = moments.slice(0, loss).map(kept);
      expect([...forward].sort((a, b) => a - b)).toEqual(forward);
      expect(moments.at(-1)).toMatchObject({ kind: 'update', gradients: expect.any(Number) as number });
      expect(kept(moments.at(-1) ?? { ...(moments[0] as StepMoment) })).toBe(0);
      expect(moments.at(-1)?.gradients).toBeLessThanOrEqual(fixed.gradients);
      const added = moments.reduce((sum, { keeps }) => sum + keeps.bytes, 0);
      expect(moments.reduce((sum, { frees }) => sum + frees.bytes, 0)).toBe(added);
      const lowest =
        scenario.method === 'full' ? 0 : scenario.method === 'lora' ? lowestLayer(scenario.modules) : null;
      for (const { kept: rows } of moments)
        rows.forEach((bytes, row) => {
          if (row <= layers && row < (lowest ?? layers + 1)) expect(bytes).toBe(0);
        });
    },
  );
});

it('goes up through all layers, and down to the lowest adapter only', () => {
  const moments = courseOf(named('upper')).moments.map(({ kind, part }) => `${kind} ${part}`);
  expect(moments).toEqual([
    ...['forward embeddings', 'forward 0', 'forward 1', 'forward 2', 'forward 3', 'forward 4', 'forward 5'],
    ...[
      'forward head',
      'loss null',
      'backward head',
      'backward 5',
      'backward 4',
      'backward 3',
      'update null',
    ],
  ]);
  const full = courseOf(named('full fine-tuning')).moments;
  expect(full.at(-2)).toMatchObject({ kind: 'backward', part: 'embeddings' });
});

it('runs layers again with checkpointing, except the last', () => {
  const { moments } = courseOf(named('upper'), { checkpointing: true });
  expect(moments.filter(({ kind }) => kind === 'again').map(({ part }) => part)).toEqual([4, 3]);
  const without = courseOf(named('upper'));
  const most = (course: StepCourse): number => Math.max(...course.moments.map(kept));
  expect(most({ ...without, moments })).toBeLessThan(most(without));
});

it('says how many tensors a layer keeps: as many as its backward pass frees', () => {
  const { moments } = courseOf(named('all'));
  const forward = moments.find(({ kind, part }) => kind === 'forward' && part === 3);
  const backward = moments.find(({ kind, part }) => kind === 'backward' && part === 3);
  expect(forward?.keeps.tensors).toBeGreaterThan(5);
  expect(backward?.frees).toEqual(forward?.keeps);
});
