/** @file The lessons on published claims: that each compares what it says it does. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../architecture/config';
import { trainableParameters } from '../../experiment/parameters';
import { trainingOf } from '../../experiment/experiment';
import { createPlanningOps } from '../../ops/webgpu';
import { planMemory } from '../../train/memory';
import { CLAIMS } from '../index';
import { wordsOf } from '../words';
import { attention } from './attention';
import { cka, OWN_MASK, PUBLISHED_MASKS } from './cka';
import { early } from './early';
import { scenariosOf } from './expectation';
import { KEPT, loradrop } from './loradrop';
import { rslora } from './rslora';
import { tenfold } from './tenfold';

const MINI = parseConfig(
  JSON.parse(
    readFileSync(new URL('../../../public/models/roberta-mini/config.json', import.meta.url), 'utf8'),
  ),
);

/** The scenarios of a lesson by name, each with the parameters that it trains in the embedded model. */
const scenariosBy = ({ experiment }: (typeof CLAIMS)[number]) =>
  new Map(experiment.scenarios.map((each) => [each.name, each]));
function sizeOf(lesson: (typeof CLAIMS)[number], name: string): number {
  const scenario = scenariosBy(lesson).get(name);
  if (!scenario) throw new Error(`${lesson.id} has no ${name}.`);
  return trainableParameters(MINI, scenario);
}

describe.each(CLAIMS.map((lesson) => [lesson.id, lesson] as const))('the claims of %s', (id, lesson) => {
  const claims = wordsOf(id).claims ?? [];

  it('are about its scenarios, the question among them, and say where they are from', () => {
    expect(claims.length).toBeGreaterThan(0);
    const about = new Set(claims.flatMap(({ expectations }) => scenariosOf(expectations)));
    const names = lesson.experiment.scenarios.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...about]));
    expect([...about]).toEqual(expect.arrayContaining([...lesson.task.scenarios]));
    for (const { statement, source, differs, figures } of claims) {
      expect(source.url).toMatch(/^https:\/\//);
      expect(statement).toMatch(/[.?]$/);
      expect(differs).toMatch(/\.$/);
      expect(new Set(figures.map(({ of }) => of)).size).toBe(figures.length);
    }
  });

  it('are told without figures of scenarios of the article', () => {
    expect(lesson.published).toBeNull();
  });
});

describe('the scenarios of the claims', () => {
  it('have attention and the feed-forward part at equal size', () => {
    expect(sizeOf(attention, 'attention r=10')).toBe(sizeOf(attention, 'feed-forward r=8'));
    expect(sizeOf(attention, 'attention r=8')).toBeLessThan(sizeOf(attention, 'feed-forward r=8'));
  });

  it('have LoRA at ten times the rates of full fine-tuning', () => {
    const rates = (method: string) =>
      tenfold.experiment.scenarios.flatMap((each) => (each.method === method ? [each.learningRate] : []));
    expect(rates('full')).toEqual([0.0001, 0.0003, 0.001]);
    expect(rates('lora')).toEqual([0.001, 0.003, 0.01]);
  });

  it('have halves of equal size', () => {
    for (const mask of [OWN_MASK, ...Object.values(PUBLISHED_MASKS)]) {
      expect(mask).toMatch(/^[01]{12}$/);
      expect(mask.replaceAll('0', '')).toHaveLength(6);
    }
    const halves = new Set(
      ['CKA, this model', ...Object.keys(PUBLISHED_MASKS)].map((name) => sizeOf(cka, name)),
    );
    expect(halves.size).toBe(1);
    const upper = scenariosBy(cka).get('SST-2');
    const adapted = upper?.method === 'lora' ? upper.modules.map((components) => components.length > 0) : [];
    expect(adapted.indexOf(true)).toBe(6);
    expect(new Set(KEPT).size).toBe(6);
    expect(sizeOf(loradrop, 'kept half')).toBe(sizeOf(loradrop, 'dropped half'));
    expect(sizeOf(loradrop, 'kept half')).toBe(sizeOf(loradrop, 'every second layer'));
  });

  it('scale r=4 by 1 in either way, and r=64 by a sixteenth or a quarter', () => {
    const scale = (name: string) => {
      const scenario = scenariosBy(rslora).get(name);
      if (scenario?.method !== 'lora') throw new Error(`no adapters in ${name}`);
      return scenario.alpha / (scenario.rsLora ? Math.sqrt(scenario.rank) : scenario.rank);
    };
    expect(['r=4', 'LoRA r=16', 'LoRA r=64', 'rsLoRA r=16', 'rsLoRA r=64'].map(scale)).toEqual([
      1, 0.25, 0.0625, 0.5, 0.25,
    ]);
  });

  it('have early and late layers at about equal memory, and equal size', () => {
    const ops = createPlanningOps();
    const peak = (name: string) => {
      const scenario = scenariosBy(early).get(name);
      if (!scenario) throw new Error(`no ${name}`);
      const training = trainingOf(early.experiment.training, scenario);
      const lengths = { trainLengths: [training.maxLength], validationLengths: [training.maxLength] };
      return planMemory({ ops, config: MINI, scenario, training, ...lengths })?.peakBytes ?? NaN;
    };
    const [late, first] = ['layers 10–12', 'layers 1–3, checkpointing'] as const;
    expect(sizeOf(early, late)).toBe(sizeOf(early, first));
    expect(peak(first) / peak(late)).toBeGreaterThan(0.85);
    expect(peak(first) / peak(late)).toBeLessThan(1);
    expect(peak('all layers, checkpointing') / peak(late)).toBeLessThan(1.1);
  });
});
