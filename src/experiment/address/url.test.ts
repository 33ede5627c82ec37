import { describe, expect, it } from 'vitest';
import { colorAt } from '../colors';
import { DEFAULT_EXPERIMENT } from '../defaults';
import { type Experiment, type JudgingSettings, type LoraScenario, plannedSeeds } from '../experiment';
import { moduleSet } from '../../architecture/modules';
import { randomExperiment, seededRandom } from '../testing';
import { decodeExperiment, encodeChanges, encodeExperiment } from './url';
import { loraOf, problemsOf, upper, withScenarios } from './experiments.testing';

describe('encodeExperiment', () => {
  it('is readable and leaves out the defaults', () => {
    expect(encodeExperiment(withScenarios(upper))).toBe(
      'model=roberta-mini&data=review-sentences&scenario=upper:7-12.qkvoud.r8',
    );
  });

  it('writes what differs, in short numbers', () => {
    const experiment: Experiment = {
      ...withScenarios(
        upper,
        { name: 'head', color: colorAt(1), method: 'classifier' },
        { name: 'everything', color: '#abcdef', method: 'full', learningRate: 5e-4 },
        {
          ...upper,
          name: 'value+up of two halves',
          color: colorAt(3),
          modules: moduleSet(12, (layer, c) => (layer <= 4 ? 'query value' : 'up down').includes(c)),
          alpha: 16,
          rsLora: true,
          duration: { unit: 'steps', count: 100 },
        },
      ),
      trials: 5,
      training: {
        ...DEFAULT_EXPERIMENT.training,
        learningRate: 1.5e-3,
        duration: { unit: 'steps', count: 300 },
        trainingRows: 1600,
        validationRows: 200,
        dropout: { hidden: 0, attention: 0.25, lora: 0, classifier: 0 },
      },
    };
    expect(encodeExperiment(experiment)).toBe(
      'model=roberta-mini&data=review-sentences&scenario=upper:7-12.qkvoud.r8&scenario=head:classifier' +
        '&scenario=everything:full.lr0.0005.cabcdef' +
        '&scenario=value+up%20of%20two%20halves:1-4.qv+5-12.ud.r8.a16.rs.steps100' +
        '&trials=5&lr=0.0015&steps=300&rows=1600&validation=200&dropout=0,0.25,0,0',
    );
    expect(decodeExperiment(encodeExperiment(experiment))).toEqual({ experiment, problems: [] });
  });

  it('writes the two settings that save memory where they differ from the default', () => {
    const fragmentOf = (change: Partial<Experiment['training']>) =>
      encodeExperiment({
        ...DEFAULT_EXPERIMENT,
        training: { ...DEFAULT_EXPERIMENT.training, ...change },
      }).replace(encodeExperiment(DEFAULT_EXPERIMENT), '');
    expect(fragmentOf({ checkpointing: false, basePrecision: 'f32' })).toBe('');
    expect(fragmentOf({ checkpointing: true })).toBe('&checkpointing=on');
    expect(fragmentOf({ basePrecision: 'f16' })).toBe('&base=f16');
    expect(fragmentOf({ basePrecision: 'nf4' })).toBe('&base=nf4');
    expect(fragmentOf({ precision: 'f32' })).toBe('');
    expect(fragmentOf({ precision: 'mixed' })).toBe('&precision=mixed');
    expect(fragmentOf({ checkpointing: true, basePrecision: 'int8' })).toBe('&checkpointing=on&base=int8');
  });

  it('writes how often trials are measured, where it is not after each pass', () => {
    const every = (evaluateEvery: number | null) =>
      encodeExperiment({
        ...DEFAULT_EXPERIMENT,
        training: { ...DEFAULT_EXPERIMENT.training, evaluateEvery },
      });
    expect(every(null)).toBe(encodeExperiment(DEFAULT_EXPERIMENT));
    expect(every(25)).toBe(`${encodeExperiment(DEFAULT_EXPERIMENT)}&evaluate=25`);
    expect(decodeExperiment(every(25)).experiment.training.evaluateEvery).toBe(25);
    expect(decodeExperiment('evaluate=pass')).toEqual({ experiment: DEFAULT_EXPERIMENT, problems: [] });
    expect(problemsOf('evaluate=0')).toEqual([
      'evaluate=0: not a whole number from 1 to 1000000, or "pass"; the default pass is used',
    ]);
  });

  it("writes what a scenario has in place of the experiment's settings", () => {
    const own = (change: Partial<LoraScenario>) =>
      encodeExperiment(withScenarios({ ...upper, ...change })).split('scenario=')[1];
    expect(own({ checkpointing: true })).toBe('upper:7-12.qkvoud.r8.checkpointing');
    expect(own({ checkpointing: false, basePrecision: 'int8' })).toBe(
      'upper:7-12.qkvoud.r8.nocheckpointing.int8',
    );
    expect(loraOf('scenario=u:7.q.F16.NoCheckpointing')).toMatchObject({
      checkpointing: false,
      basePrecision: 'f16',
    });
    expect(problemsOf('scenario=u:7.q.f16.f32')).toEqual([
      'scenario=u:7.q.f16.f32: "f32": given twice; the first is used',
    ]);
  });

  it('writes ASCII that a browser keeps as it is', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 50; i++) {
      const fragment = encodeExperiment(randomExperiment(random));
      expect(new URL(`http://lab.test/#${fragment}`).hash.slice(1)).toBe(fragment);
    }
  });

  it('never throws on what cannot be run', () => {
    const broken = withScenarios({ ...upper, name: '\ud83d', color: 'red', rank: NaN });
    expect(decodeExperiment(encodeExperiment(broken)).problems.length).toBeGreaterThan(0);
    const empty = withScenarios();
    expect(decodeExperiment(encodeExperiment(empty)).experiment).toEqual(empty);
    const none = withScenarios({ ...upper, modules: moduleSet(12, () => false) });
    expect(decodeExperiment(encodeExperiment(none)).experiment).toEqual(none);
  });
});

describe('how trials are compared', () => {
  const of = (change: Partial<JudgingSettings>): Experiment => ({
    ...DEFAULT_EXPERIMENT,
    judging: { ...DEFAULT_EXPERIMENT.judging, ...change },
  });
  const parts = (experiment: Experiment) =>
    encodeExperiment(experiment).replace(encodeExperiment(DEFAULT_EXPERIMENT), '');

  it.each<[Partial<JudgingSettings>, string]>([
    [{}, ''],
    [{ delta: 0.5 }, '&delta=0.5'],
    [{ upTo: 20 }, '&upto=20'],
    [{ looks: 'end' }, '&looks=end'],
    [{ measure: 'macroF1' }, '&measure=macro-f1'],
    [{ measure: 'balancedAccuracy' }, '&measure=balanced-accuracy'],
    [{ delta: 2, upTo: 11, looks: 'end', measure: 'mcc' }, '&delta=2&upto=11&looks=end&measure=mcc'],
  ])('%j is written as %s', (change, text) => {
    expect(parts(of(change))).toBe(text);
    expect(decodeExperiment(text)).toEqual({ experiment: of(change), problems: [] });
  });

  it('is the default where the address says it or says it wrongly', () => {
    const same = decodeExperiment('delta=1&upto=trials&looks=growing&measure=accuracy');
    expect(same).toEqual({ experiment: DEFAULT_EXPERIMENT, problems: [] });
    expect(decodeExperiment('delta=0&upto=0&looks=often&measure=f1')).toEqual({
      experiment: DEFAULT_EXPERIMENT,
      problems: [
        'delta=0: not a number from 0.01 to 50; the default 1 is used',
        'upto=0: not a whole number from 1 to 1000, or "trials"; the default trials is used',
        'looks=often: not one of growing, end; the default growing is used',
        'measure=f1: not one of accuracy, macro-f1, balanced-accuracy, mcc; the default accuracy is used',
      ],
    });
  });

  it('keeps a plan that ended before the trials did', () => {
    const { experiment, problems } = decodeExperiment('trials=8&upto=5');
    expect(problems).toEqual([]);
    expect(plannedSeeds(experiment)).toBe(5);
  });
});

describe('a variant of LoRA', () => {
  it('is a word of its scenario', () => {
    const experiment = withScenarios({ ...upper, bRate: 16 });
    expect(encodeExperiment(experiment)).toMatch(/scenario=upper:7-12\.qkvoud\.r8\.brate16$/);
    expect(decodeExperiment(encodeExperiment(experiment))).toEqual({ experiment, problems: [] });
    const other = withScenarios({ ...upper, pissa: true });
    expect(encodeExperiment(other)).toMatch(/scenario=upper:7-12\.qkvoud\.r8\.pissa$/);
    expect(decodeExperiment(encodeExperiment(other))).toEqual({ experiment: other, problems: [] });
    const dora = withScenarios({ ...upper, dora: true });
    expect(encodeExperiment(dora)).toMatch(/scenario=upper:7-12\.qkvoud\.r8\.dora$/);
    expect(decodeExperiment(encodeExperiment(dora))).toEqual({ experiment: dora, problems: [] });
    expect(problemsOf('scenario=a:all.q.brate0&scenario=b:classifier.brate16')).toEqual([
      'scenario=a:all.q.brate0: "brate0": not a number above 0, at most 1000; it is left out',
      'scenario=b:classifier.brate16: "brate16": only LoRA has it; it is left out',
    ]);
  });
});

describe('ranks by module', () => {
  const ranks = [
    { rank: 4, modules: moduleSet(12, (layer, c) => layer > 9 && (c === 'query' || c === 'value')) },
    { rank: 16, modules: moduleSet(12, (layer, c) => layer === 12 && c === 'down') },
  ];

  it('stand behind their blocks', () => {
    const experiment = withScenarios({ ...upper, ranks });
    const text = encodeExperiment(experiment);
    expect(text).toMatch(/scenario=upper:7-9\.qkvoud\+10-11\.koud\+12\.kou\+10-12\.qv:4\+12\.d:16\.r8$/);
    expect(decodeExperiment(text)).toEqual({ experiment, problems: [] });
    expect(decodeExperiment(text.replaceAll('+', '%2B').replaceAll(':4', '%3A4')).experiment).toEqual(
      experiment,
    );
  });

  it('are written in one form, without those that no module has', () => {
    const other = [
      ...[...ranks].reverse(),
      { rank: 4, modules: moduleSet(12, (layer) => layer < 4) },
      { rank: 3, modules: moduleSet(12, (layer, c) => layer === 12 && c === 'down') },
      { rank: 8, modules: moduleSet(12, (layer) => layer === 8) },
    ];
    const [one, two] = [ranks, other].map((each) =>
      encodeExperiment(withScenarios({ ...upper, ranks: each })),
    );
    expect(one).toBe(two);
  });

  it('that are wrong are named, and the scenario’s rank is used', () => {
    const fragment = 'scenario=a:all.q:0+1.v:x+2.k:.r3';
    expect(problemsOf(fragment)).toEqual(
      ['q:0', 'v:x', 'k:'].map(
        (part) =>
          `${fragment}: "${part}": the rank is not a whole number from 1 to 1024; the scenario’s is used`,
      ),
    );
    expect(decodeExperiment(fragment).experiment.scenarios[0]).not.toHaveProperty('ranks');
  });
});

describe('encodeChanges', () => {
  it('says nothing of what is the same, and reads back with its base: 100 random pairs', () => {
    const random = seededRandom(77);
    for (let i = 0; i < 100; i++) {
      const [base, other] = [randomExperiment(random), randomExperiment(random)];
      expect(encodeChanges(base, base)).toBe('');
      // An experiment as after an edit: part of it is the base's.
      const experiment = {
        ...other,
        ...(random() < 0.5 && { model: base.model }),
        ...(random() < 0.5 && { scenarios: base.scenarios }),
        ...(random() < 0.5 && { training: base.training }),
      };
      const changes = encodeChanges(experiment, base);
      expect(decodeExperiment(changes, base)).toStrictEqual({ experiment, problems: [] });
    }
  });

  it('writes scenarios as a whole, because their order counts too', () => {
    const two = withScenarios(upper, { name: 'head', color: colorAt(1), method: 'classifier' });
    const turned = { ...two, scenarios: two.scenarios.toReversed() };
    expect(decodeExperiment(encodeChanges(turned, two), two).experiment).toEqual(turned);
    expect(encodeChanges({ ...two, trials: 7 }, two)).toBe('trials=7');
  });

  it('names what the base has where a part is wrong', () => {
    const base: Experiment = {
      ...DEFAULT_EXPERIMENT,
      training: { ...DEFAULT_EXPERIMENT.training, duration: { unit: 'epochs', count: 8 } },
    };
    const { experiment, problems } = decodeExperiment('steps=-1&epochs=-1', base);
    expect(experiment).toEqual(base);
    expect(problems).toEqual([
      'epochs=-1: not a whole number from 1 to 1000; the default 8 is used',
      'steps=-1: not a whole number from 0 to 1000000; the default epochs=8 is used',
    ]);
  });
});

describe('the data of the experiment', () => {
  const fragment =
    'model=m&data=nyu-mll/glue&text=question%20%26%20more&pair=none&label=__proto__&subset=qnli' +
    '&split=train&valsplit=held-out&test=0.3&header=no&delimiter=semicolon&encoding=windows-1252&missing=NA,%23N/A' +
    '&pick=first&shuffle=off';

  it('reads back as it was written', () => {
    const { experiment, problems } = decodeExperiment(fragment);
    expect(problems).toEqual([]);
    expect(experiment.data).toEqual({
      textColumn: 'question & more',
      pairColumn: 'none',
      labelColumn: '__proto__',
      subset: 'qnli',
      trainSplit: 'train',
      validationSplit: 'held-out',
      testSplit: '0.3',
      header: 'no',
      delimiter: 'semicolon',
      encoding: 'windows-1252',
      missing: 'NA,#N/A',
    });
    expect(experiment.training).toMatchObject({ rowChoice: 'first', shuffle: false });
    expect(encodeExperiment(experiment).replace(/&scenario=[^&]*/g, '')).toBe(fragment);
    expect(decodeExperiment('pick=per-seed').experiment.training.rowChoice).toBe('per-seed');
  });

  it('is automatic where a value is empty or wrong', () => {
    expect(decodeExperiment('text=&label=').experiment.data).toEqual(DEFAULT_EXPERIMENT.data);
    const { experiment, problems } = decodeExperiment('text=a%0Ab&pick=last');
    expect(experiment.data.textColumn).toBeNull();
    expect(problems).toEqual([
      'text=a?b: not a name of 1 to 100 characters on one line; the default (automatic) is used',
      'pick=last: not one of sample, first, per-seed; the default sample is used',
    ]);
  });
});
