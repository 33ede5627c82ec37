import { describe, expect, it } from 'vitest';
import { moduleSet } from '../../architecture/modules';
import { DEFAULT_TRAINING } from '../../experiment/defaults';
import type { Scenario } from '../../experiment/experiment';
import { CLASSIFIER_ONLY, FULL_FINE_TUNING, lora } from '../../experiment/presets';
import { createPlanningOps } from '../../ops/webgpu';
import { totalBytes } from '../../results/costs';
import { planMemory } from '../../train/memory';
import { stepCourse } from '../../train/stepCourse';
import { SMALL } from '../../train/trial.testing';
import { stepFigure, type StepFigure } from './stepFigure';
import { stepScene } from './stepScene';

const CONFIG = { ...SMALL, layers: 4 };
const ops = createPlanningOps();
const from = (lowest: number): Scenario => ({
  ...lora(
    `from ${lowest}`,
    moduleSet(4, (layer) => layer >= lowest),
  ),
  color: '#1f77b4',
});

function figureOf(
  scenario: Scenario,
  checkpointing = false,
  withFigures = true,
): { figure: StepFigure; peak: number } {
  const question = {
    ...{ ops, config: CONFIG, scenario, trainLengths: [24], validationLengths: [24] },
    training: { ...DEFAULT_TRAINING, batchSize: 8, checkpointing },
  };
  const course = stepCourse(question);
  if (!course) throw new Error('not planned');
  return { figure: stepFigure(course, scenario, withFigures), peak: planMemory(question)?.peakBytes ?? NaN };
}

const sentenceAt = ({ frames }: StepFigure, name: string): string =>
  frames.find((frame) => frame.name === name)?.sentence ?? '';

describe('the step', () => {
  it('peaks where the memory panel does, and less the higher the lowest adapter is', () => {
    const peaks = [1, 2, 3, 4].map((lowest) => {
      const { figure, peak } = figureOf(from(lowest));
      expect(figure.peakBytes).toBe(peak);
      expect(
        totalBytes(
          figure.frames[figure.peak]?.memory ?? {
            weights: 0,
            adapters: 0,
            gradients: 0,
            optimizer: 0,
            activations: 0,
            workspace: 0,
          },
        ),
      ).toBe(peak);
      return peak;
    });
    expect([...peaks].sort((a, b) => b - a)).toEqual(peaks);
    expect(new Set(peaks).size).toBe(4);
  });

  it('says at each moment what happens and why', () => {
    const { figure } = figureOf(from(3));
    expect(sentenceAt(figure, 'Forward, input')).toBe('8 sentences of 24 tokens become vectors.');
    expect(sentenceAt(figure, 'Forward, layer 1')).toContain(
      'Nothing of it is kept: the gradient will stop above, at layer 3',
    );
    expect(sentenceAt(figure, 'Forward, layer 3')).toMatch(
      /^Layer 3 runs: its \d+ activations, \d+\skB, are kept, because it is the lowest with an adapter\.$/,
    );
    expect(sentenceAt(figure, 'Forward, layer 4')).toContain(
      'are kept, as the gradient goes down to layer 3.',
    );
    expect(sentenceAt(figure, 'Backward, layer 3')).toMatch(
      /^Layer 3’s adapters get their gradients; .* are freed\. Backward ends here\.$/,
    );
    expect(sentenceAt(figure, 'Update')).toContain('AdamW moves what trains');
    expect(figure.frames.some(({ name }) => name === 'Backward, layer 2')).toBe(false);
  });

  it('drops and computes again with checkpointing', () => {
    const { figure } = figureOf(from(1), true);
    expect(sentenceAt(figure, 'Forward, layer 2')).toMatch(
      /Only its input is kept, \d+\skB; the rest is computed again/,
    );
    expect(sentenceAt(figure, 'Again, layer 2')).toContain('runs again from its input');
  });

  it('ends at the head, or at the embeddings', () => {
    const { figure: head } = figureOf({ ...CLASSIFIER_ONLY, color: '#000000' });
    expect(sentenceAt(head, 'Forward, layer 4')).toBe(
      'Layer 4 runs. Nothing of it is kept: only the head trains.',
    );
    expect(sentenceAt(head, 'Backward, head')).toMatch(
      /^The head gets its gradients; .* are freed\. Nothing below trains\.$/,
    );
    const { figure: full } = figureOf({ ...FULL_FINE_TUNING, color: '#000000' });
    expect(full.lowest).toBe(0);
    expect(full.frames.at(-1)).toMatchObject({ written: 1 });
    expect(full.frames.at(-1)?.reached.every(Boolean)).toBe(true);
  });

  it('tells no bytes while a lesson asks for them', () => {
    const { figure } = figureOf(from(2), false, false);
    const texts = [figure.description, ...figure.frames.map(({ sentence }) => sentence)];
    const words = stepScene(figure, 3, { width: 420, height: 210, em: 17 }).shapes.map((shape) =>
      shape.kind === 'words' ? shape.text : shape.kind === 'box' ? (shape.title ?? '') : '',
    );
    for (const text of [...texts, ...words]) expect(text).not.toMatch(/\d.?(bytes|kB|MB)/);
  });
});

it('draws every moment within its room, the highest column up to the top', () => {
  const { figure } = figureOf(from(2));
  const size = { width: 420, height: 210, em: 17 };
  for (const at of figure.frames.keys()) {
    const { shapes, chart, tower } = stepScene(figure, at, size);
    for (const shape of shapes) {
      if (shape.kind === 'words') expect(shape.size).toBeGreaterThanOrEqual(12);
      if (shape.kind === 'box') expect(shape.x + shape.width).toBeLessThanOrEqual(size.width + 0.5);
    }
    const columns = shapes.flatMap((shape) =>
      shape.kind === 'box' && shape.x >= chart.x && shape.y >= chart.y - 0.01 ? [shape.y] : [],
    );
    expect(Math.min(...columns)).toBeCloseTo(chart.y);
    expect(tower.x + tower.width).toBeLessThan(chart.x);
  }
});
