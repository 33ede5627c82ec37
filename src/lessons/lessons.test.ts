import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METHOD_LEARNING_RATES } from '../experiment/defaults';
import { trainingOf } from '../experiment/experiment';
import { measurements } from '../experiment/steps';
import { decodeExperiment, encodeExperiment } from '../experiment/address/url';
import { validateExperiment } from '../experiment/validate';
import { publishedOutcomes } from './publishedOutcomes';
import { LESSONS, lessonById } from './index';
import { decodeLesson, encodeLesson } from '../address/lessonPart';
import { PANELS } from './lesson';
import { wordsOf } from './words';
import { precision } from './precision';
import { resultOf } from './prediction';
import { COMPONENT_WISE, LAYER_WISE, MEMORY_BY_LAYER, RANK_WISE, SUMMARY } from './published';

/** The difference of accuracies that matters. */
const ONE_POINT = 0.01;
/** The number of training rows in the embedded data set. */
const EMBEDDED_ROWS = 3200;
const EMBEDDED_SHAPE = { layers: 12, positions: 66, firstPosition: 2 };

describe.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))('lesson %s', (_, lesson) => {
  const { experiment, task, published } = lesson;
  const names = experiment.scenarios.map(({ name }) => name);

  it('has an experiment that can be run and that its address reads back', () => {
    expect(validateExperiment(experiment, EMBEDDED_SHAPE)).toEqual([]);
    expect(decodeExperiment(encodeExperiment(experiment))).toStrictEqual({ experiment, problems: [] });
    expect(encodeLesson(experiment, lesson)).toBe(`lesson=${lesson.id}`);
    expect(decodeLesson(`#lesson=${lesson.id}`)).toStrictEqual({ lesson, experiment, problems: [] });
  });

  it('tells its scenarios apart, and gives each method a rate that suits it', () => {
    const { scenarios } = experiment;
    expect(new Set(names).size).toBe(names.length);
    // With more scenarios than colours, a colour says what a group of them has in common.
    const colors = new Set(scenarios.map(({ color }) => color)).size;
    expect(colors).toBe(lesson.id === 'memory' ? 2 : names.length);
    // The lesson on the multiple sweeps the rates of full fine-tuning, too.
    for (const { method, learningRate } of lesson.id === 'tenfold' ? [] : scenarios)
      if (method !== 'lora') expect(learningRate).toBe(METHOD_LEARNING_RATES[method]);
  });

  it('asks and shows figures only for scenarios that it has', () => {
    expect(names).toEqual(expect.arrayContaining([...task.scenarios]));
    expect(names).toEqual(expect.arrayContaining(Object.keys(published?.figures ?? {})));
  });

  it('shows each panel once, and hides no accuracy that it asks for', () => {
    const panels = lesson.panels ?? PANELS;
    expect(new Set(panels).size).toBe(panels.length);
    if (lesson.asksFor !== 'memory') expect(panels).toContain('lineUp');
  });

  it('says so where its question is about memory, which the page estimates', () => {
    const told = { mean: null, range: null, samplesPerSecond: null };
    const byName = new Map(names.map((name, i) => [name, { ...told, memory: 1e6 * (i + 1) }]));
    const answered =
      task.kind !== 'ranking' &&
      resultOf(task, { byName, standing: () => null, isSlight: () => false }) !== null;
    expect(lesson.asksFor === 'memory').toBe(answered);
  });

  it('is short, and has something to read before and after', () => {
    const { text, conclusion } = wordsOf(lesson.id);
    for (const paragraphs of [text, conclusion]) {
      expect(paragraphs.length).toBeGreaterThanOrEqual(2);
      expect(paragraphs.length).toBeLessThanOrEqual(5);
      expect(paragraphs.join(' ').length).toBeLessThan(1600);
    }
    expect(lesson.question).toMatch(/\?$/);
  });
});

describe('the lessons', () => {
  it('are found by unlike ids', () => {
    for (const lesson of LESSONS) expect(lessonById(lesson.id)).toBe(lesson);
    expect(new Set(LESSONS.map(({ id }) => id)).size).toBe(LESSONS.length);
    expect(lessonById('nothing')).toBeNull();
    expect(lessonById(null)).toBeNull();
  });

  it('get these answers from the published figures', () => {
    const answer = (id: string) => {
      const lesson = lessonById(id);
      return lesson?.published && resultOf(lesson.task, publishedOutcomes(lesson.published, ONE_POINT));
    };
    expect(answer('layers')).toEqual({ kind: 'ranking', order: ['all', 'even', 'upper', 'lower'] });
    expect(answer('components')).toEqual({
      kind: 'ranking',
      order: ['down', 'up', 'attention output', 'value', 'query', 'key'],
    });
    // Means 0.9479, 0.9458, 0.9458, 0.9446 with seven runs each: no two are shown to be a point apart.
    expect(answer('partners')).toEqual({
      kind: 'choice',
      answers: ['value+up', 'query+up', 'key+up', 'attention output+up'],
      state: 'a wash',
    });
    expect(answer('rank')).toEqual({ kind: 'choice', answers: ['r=1'], state: 'decided' });
    const methods = answer('methods');
    expect(methods?.kind === 'number' && methods.actual).toBeCloseTo((100 * 0.1218) / 0.1216, 6);
    const memory = answer('memory');
    expect(memory?.kind === 'number' && memory.actual).toBeCloseTo(94 / 24, 9);
    // Deviations alone give no range, and the sweep's other rates were not published.
    expect(answer('combinations')).toBeNull();
    expect(answer('rate')).toBeNull();
  });
});

describe('what the lessons say of the published figures', () => {
  /** The pairs of a lesson of which the first is shown to be better than the second. */
  const shown = (id: string): string[] => {
    const published = lessonById(id)?.published;
    if (!published) throw new Error(`no figures for ${id}`);
    const { byName, standing } = publishedOutcomes(published, ONE_POINT);
    const names = [...byName.keys()];
    return names.flatMap((first) =>
      names.flatMap((second) => (standing(first, second) === 'better' ? [`${first} > ${second}`] : [])),
    );
  };

  it('is what Welch’s test, corrected for the lesson’s pairs, shows', () => {
    expect(shown('layers').sort()).toEqual(['all > lower', 'all > upper', 'even > lower']);
    expect(shown('partners')).toEqual([]);
    expect(shown('rank').sort()).toEqual(['r=1', 'r=16', 'r=2', 'r=4', 'r=8'].map((r) => `${r} > r=32`));
    expect(shown('methods').filter((pair) => !pair.endsWith('> classifier only'))).toEqual([]);
    const methods = lessonById('methods')?.published;
    const withinHalf = methods && publishedOutcomes(methods, 0.005).standing;
    for (const name of ['all r=8', 'value+up r=8'])
      expect(withinHalf?.('full fine-tuning', name), name).toBe('a wash');
    const of = (better: string, ...worse: string[]) => worse.map((each) => `${better} > ${each}`);
    expect(shown('components').sort()).toEqual(
      [
        ...of('down', 'value', 'query', 'key'),
        ...of('up', 'attention output', 'value', 'query', 'key'),
        ...of('attention output', 'query', 'key'),
        ...of('value', 'key'),
      ].sort(),
    );
  });
});

describe('what the lessons say of the embedded model', () => {
  const measured = readFileSync(new URL('../../docs/measurements.md', import.meta.url), 'utf8');
  /** The part of the measurements that has a lesson's accuracies. */
  const recorded = (id: string): string => {
    const from = measured.indexOf(id === 'precision' ? '**Base precision**' : `\n| ${id} |`);
    const until = measured.indexOf(id === 'precision' ? '\n## ' : '\n', from + 1);
    return from < 0 ? '' : measured.slice(from, until);
  };
  const told = LESSONS.flatMap(({ id }) => {
    const { conclusion } = wordsOf(id);
    const from = conclusion.findIndex((paragraph) => paragraph.includes('the lab measured it'));
    const accuracies =
      from < 0
        ? []
        : conclusion
            .slice(from)
            .join(' ')
            .match(/\b[5-9]\d\.\d\b/g);
    return (accuracies ?? []).map((accuracy) => ({ id, accuracy }));
  });

  it('are accuracies that docs/measurements.md has', () => {
    expect(new Set(told.map(({ id }) => id)).size).toBe(8);
    const known = ({ id, accuracy }: { id: string; accuracy: string }) =>
      recorded(id).includes(`.${accuracy.replace('.', '')}`);
    expect(told.filter((each) => !known(each))).toEqual([]);
  });
});

describe('what the lessons correct in the article', () => {
  it('is what its notebooks have', () => {
    const accuracy = (rows: readonly { scenario: string; accuracy: number }[], name: string): number =>
      rows.find(({ scenario }) => scenario.startsWith(name))?.accuracy ?? NaN;
    expect(accuracy(LAYER_WISE, 'all') - accuracy(LAYER_WISE, 'lower')).toBeCloseTo(0.01, 9);
    expect(accuracy(SUMMARY, 'LoRA base') - accuracy(SUMMARY, 'LoRA up')).toBeCloseTo(0.0044, 9);
    const memory = (name: string) => SUMMARY.find(({ scenario }) => scenario === name)?.memoryPercent;
    expect(['LoRA all r=1', 'LoRA all r=4', 'LoRA base (all, r=8)'].map(memory)).toEqual([97.7, 97.7, 97.4]);
    const { memoryPercent } = MEMORY_BY_LAYER.checkpointingOff;
    expect(memoryPercent[0]).toBeGreaterThan(3 * (memoryPercent.at(-1) ?? NaN));
    const ofRank = (r: number): number => RANK_WISE.find((row) => row.r === r)?.accuracy ?? NaN;
    expect(ofRank(16)).toBeLessThan(ofRank(4));
    const head = 592_130;
    const adapters = (name: string): number =>
      (COMPONENT_WISE.find(({ scenario }) => scenario === name)?.trainable ?? NaN) - head;
    expect(adapters('up') / adapters('query')).toBe(2.5);
  });
});

describe('the question of the lesson on precision', () => {
  const answered = (standing: 'better' | 'worse' | 'a wash', isSlight: boolean) => {
    const { task } = precision;
    const outcomes = { byName: new Map<string, never>(), standing: () => standing, isSlight: () => isSlight };
    return task.kind === 'choice' ? task.decide(outcomes)?.answers : null;
  };

  it('takes a difference that is surely less than matters for none', () => {
    expect(answered('worse', false)).toEqual(['lower']);
    expect(answered('worse', true)).toEqual(['same']);
    expect(answered('better', true)).toEqual(['same']);
    expect(answered('a wash', false)).toEqual(['same']);
  });
});

describe('decodeLesson', () => {
  it('opens the lesson’s experiment with what the address changes', () => {
    const { lesson, experiment, problems } = decodeLesson('lesson=layers&trials=1&steps=2&batch=4');
    expect(problems).toEqual([]);
    expect(lesson?.id).toBe('layers');
    expect(experiment.scenarios).toBe(lesson?.experiment.scenarios);
    expect(experiment.training).toMatchObject({ duration: { unit: 'steps', count: 2 }, batchSize: 4 });
    expect(encodeLesson(experiment, lesson)).toBe('lesson=layers&trials=1&steps=2&batch=4');
  });

  it('keeps a changed list of scenarios', () => {
    const lesson = lessonById('rank');
    if (!lesson) throw new Error('no lesson');
    const experiment = { ...lesson.experiment, scenarios: lesson.experiment.scenarios.slice(0, 2) };
    expect(decodeLesson(encodeLesson(experiment, lesson))).toStrictEqual({
      lesson,
      experiment,
      problems: [],
    });
  });

  it('is an experiment alone without a lesson', () => {
    const experiment = lessonById('combinations')?.experiment;
    if (!experiment) throw new Error('no lesson');
    expect(encodeLesson(experiment, null)).toBe(encodeExperiment(experiment));
    expect(decodeLesson(encodeLesson(experiment, null))).toStrictEqual({
      lesson: null,
      experiment,
      problems: [],
    });
  });

  it('names a lesson that does not exist, and loads the rest', () => {
    const { lesson, experiment, problems } = decodeLesson('https://lab.test/#lesson=leyers&trials=3');
    expect(lesson).toBeNull();
    expect(experiment.trials).toBe(3);
    expect(problems).toEqual([
      `lesson=leyers: no lesson is called that; the lessons are ${LESSONS.map(({ id }) => id).join(', ')}`,
    ]);
    expect(decodeLesson('lesson=layers&lesson=rank').problems).toEqual([
      'lesson: given 2 times; the first is used',
    ]);
  });
});

describe('the sweep of the lesson on learning rates', () => {
  it('is measured often enough for curves that show overfitting', () => {
    const { training, scenarios = [] } = lessonById('rate')?.experiment ?? {};
    const points = scenarios.map((scenario) =>
      training ? measurements(trainingOf(training, scenario), EMBEDDED_ROWS) : 0,
    );
    expect(points).toEqual([8, 8, 8, 8, 8, 8, 8]);
  });

  it('spans three times the usual rate both ways', () => {
    const rates = lessonById('rate')?.experiment.scenarios.map(({ learningRate }) => learningRate);
    const usual = METHOD_LEARNING_RATES.lora;
    expect(rates?.[0]).toBeCloseTo(usual / 3, 9);
    expect(rates?.[2]).toBeCloseTo(usual * 3, 9);
    expect(new Set(rates)).toEqual(new Set([1e-3, usual, 9e-3]));
  });
});
