import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, DEFAULT_RANK } from '../defaults';
import { randomExperiment, seededRandom } from '../testing';
import { decodeExperiment, encodeExperiment } from './url';
import { loraOf, problemsOf, upper, withScenarios } from './experiments.testing';
import { validateExperiment } from '../validate';

describe('decodeExperiment', () => {
  it('reads back what was written: 200 random experiments', () => {
    const random = seededRandom(20260131);
    for (let i = 0; i < 200; i++) {
      const experiment = randomExperiment(random);
      expect(validateExperiment(experiment)).toEqual([]);
      const decoded = decodeExperiment(encodeExperiment(experiment));
      expect(decoded.problems).toEqual([]);
      expect(decoded.experiment).toStrictEqual(experiment);
    }
  });

  it('gives the default experiment for nothing, with or without #, or within an address', () => {
    for (const text of ['', '#', '&&', 'https://lab.test/?x=1#'])
      expect(decodeExperiment(text)).toEqual({ experiment: DEFAULT_EXPERIMENT, problems: [] });
    expect(decodeExperiment('https://lab.test/a#trials=7').experiment.trials).toBe(7);
  });

  it.each([
    ['x:1,3,5.q', [1, 3, 5]],
    ['x:all.q', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    ['x:even.q', [2, 4, 6, 8, 10, 12]],
    ['x:odd.Q.R4', [1, 3, 5, 7, 9, 11]],
    ['x:1-2.q+2-4.q', [1, 2, 3, 4]],
    ['x:2.q.lr1e+0+4.q', [2, 4]],
    ['x%3A1-2%2C12.q', [1, 2, 12]],
    ['x:none', []],
  ])('reads the layers of %s', (code, layers) => {
    const { modules } = loraOf(`scenario=${code}`);
    expect(modules.flatMap((components, i) => (components.length > 0 ? [i + 1] : []))).toEqual(layers);
    expect(modules.flat().every((component) => component === 'query')).toBe(true);
  });

  it.each([
    ['', false, 'f32'],
    ['checkpointing=on', true, 'f32'],
    ['checkpointing=off&base=f32', false, 'f32'],
    ['base=f16', false, 'f16'],
    ['base=int8&checkpointing=on', true, 'int8'],
    ['base=nf4', false, 'nf4'],
  ])('reads what saves memory in "%s"', (part, checkpointing, basePrecision) => {
    const { experiment, problems } = decodeExperiment(part);
    expect(experiment.training).toEqual({ ...DEFAULT_EXPERIMENT.training, checkpointing, basePrecision });
    expect(problems).toEqual([]);
  });

  it('does not split a number at its plus sign', () => {
    expect(loraOf('scenario=x:2.q.lr1e+0+4.q').learningRate).toBe(1);
    expect(problemsOf('scenario=x:2.q.lr1e+0+4.q')).toEqual([]);
  });

  it('does not split a number at its dot', () => {
    expect(loraOf('scenario=x:all.q.lr1.5e-3.a.5')).toMatchObject({
      learningRate: 1.5e-3,
      alpha: 0.5,
      rank: DEFAULT_RANK,
    });
  });

  it.each([
    ['rows=banana', 'rows=banana: not a whole number from 1 to 10000000, or "all"; the default all is used'],
    ['trials=1e9', 'trials=1e9: not a whole number from 1 to 1000; the default 2 is used'],
    ['lr=0', 'lr=0: not a number above 0, at most 10; the default 0.003 is used'],
    ['steps=-1', 'steps=-1: not a whole number from 0 to 1000000; the default 150 is used'],
    ['epochs=3&steps=4', 'steps=4: epochs is given too; epochs is used'],
    ['seed=1&seed=2', 'seed: given 2 times; the first is used'],
    ['model=..%2F..%2Fetc', 'model: given 2 times; the first is used'],
    ['schedule=square', 'schedule=square: not one of linear, cosine, constant; the default cosine is used'],
    ['checkpointing=yes', 'checkpointing=yes: not on or off; the default off is used'],
    ['checkpointing=', 'checkpointing=: not on or off; the default off is used'],
    ['base=fp16', 'base=fp16: not one of f32, f16, int8, nf4; the default f32 is used'],
    ['trials', 'trials: no value; write trials=...'],
    ['layers=0', 'layers=0: not a whole number from 1 to 96; the default 12 is used'],
    [
      'scenario=upper',
      'scenario=upper: no ":" after the name; write e.g. upper:7-12.qkvoud.r8; the scenario is left out',
    ],
    ['scenario=u:7-99.q', 'scenario=u:7-99.q: "7-99": the layers are 1 to 12; the others are left out'],
    [
      'scenario=u:9-7.q+1.q',
      'scenario=u:9-7.q+1.q: "9-7": not layers; write e.g. 7-12, 1,3,5, all, even or odd; it is left out',
    ],
    ['scenario=u:7', 'scenario=u:7: "7" names no components; write e.g. 7-12.qv; all six are used'],
    ['scenario=u:7.q.r0', 'scenario=u:7.q.r0: "r0": not a whole number from 1 to 1024; it is left out'],
    [
      'scenario=u:7.q.zz',
      'scenario=u:7.q.zz: "zz": not an option; write r8, a16, rs, pissa, dora, brate16, lr0.0005, epochs3, steps100, checkpointing, int8, nf4 or c1f77b4; it is left out',
    ],
    [
      'scenario=u:7.q.init=a',
      'scenario=u:7.q.init=a: "init=a": not the id of an adapter; write init=local:name; it is left out',
    ],
    [
      'scenario=u:full.init=local:a',
      'Scenario "u": full fine-tuning cannot begin with an adapter; choose LoRA or classifier only',
    ],
    ['scenario=u:full.r8', 'scenario=u:full.r8: "r8": only LoRA has it; it is left out'],
    ['scenario=u:full+7.q', 'scenario=u:full+7.q: "7": nothing can be joined to "full"; it is left out'],
    [
      'scenario=u:1-6.qv:4+3-7.q:2',
      'scenario=u:1-6.qv:4+3-7.q:2: "3-7.q:2": the rank of a module is given twice; the first is used',
    ],
    ['scenario=u:7.q.r8.r4', 'scenario=u:7.q.r8.r4: "r4": given twice; the first is used'],
    ['scenario=:7.q', 'scenario=:7.q: no name before the ":"; it is called "scenario 1"'],
    ['scenario=100%:7.q', 'scenario=100%:7.q: the name is no proper percent-encoding; it is kept as typed'],
    [
      'scenario=u:full&scenario=u:full',
      'scenario=u:full: another scenario has this name; it is called "u 2"',
    ],
    [
      'scenario=u:none',
      'Scenario "u": LoRA on no module trains no adapter; tick a module, or choose classifier only',
    ],
    [
      'batch=1024&length=512',
      'Batch size x sequence length: 1024 x 512 are 524288 tokens a step, more than 131072; lower one of the two',
    ],
    [
      'dropout=0.1,0.1,1,0',
      'dropout=0.1,0.1,1,0: not four numbers of 0 or more, below 1, for hidden, attention, lora, classifier, joined by commas; the default 0,0,0.05,0.05 is used',
    ],
  ])('names what is wrong in %s', (part, problem) => {
    expect(problemsOf(part)).toContain(problem);
  });

  it('gives a name of blanks a name, also where only what is cut off is none', () => {
    const { experiment, problems } = decodeExperiment(`scenario=${'%0A'.repeat(90)}a:7.q`);
    expect(experiment.scenarios[0]?.name).toBe('scenario 1');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('it is called "scenario 1"');
  });

  it('names unknown keys and loads the rest', () => {
    const { experiment, problems } = decodeExperiment(
      'banana=1&trials=3&scenario=u:7-12.qkvoud.r8&rows=x&seed=9',
    );
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^banana: not a key; the keys are model, data, scenario, /);
    expect(experiment).toEqual({ ...withScenarios({ ...upper, name: 'u' }), trials: 3, firstSeed: 9 });
  });

  it('keeps model and data ids from leaving their folders', () => {
    for (const id of ['../x', 'a/../b', '//evil.test', 'https://evil.test', '/etc', 'a\\b', '.', '%00', ''])
      expect(decodeExperiment(`model=${id}&data=${id}`)).toMatchObject({
        experiment: { model: DEFAULT_EXPERIMENT.model, dataset: DEFAULT_EXPERIMENT.dataset },
        problems: [expect.stringContaining('model='), expect.stringContaining('data=')],
      });
  });

  it('stays quick, bounded and harmless on hostile text', () => {
    const start = performance.now();
    const random = seededRandom(3);
    const alphabet = '=&:.+-,%#qkvoudr1e9 \ud83d\u0000\u{1f600}';
    const noise = Array.from({ length: 100 }, () =>
      Array.from({ length: 400 }, () => alphabet[Math.floor(random() * alphabet.length)]).join(''),
    );
    const hostile = [
      ...noise,
      ...noise.map((text) => `scenario=a:${text}`),
      '&x'.repeat(1e6),
      '&scenario=a:full'.repeat(1e5),
      `scenario=a:${'1-12,'.repeat(1e5)}`,
      `scenario=a:${'1-999999999.q+'.repeat(200)}`,
      `scenario=${'a'.repeat(1e5)}:full`,
      `scenario=a:1-12.q.lr${'1'.repeat(3000)}`,
      `rows=${'9'.repeat(1e6)}`,
      '__proto__=1&constructor=2&scenario=__proto__:full&__proto__[x]=3',
      'layers=1e308&trials=Infinity&seed=-0&lr=NaN&batch=0x10',
    ];
    for (const text of hostile) {
      const { experiment, problems } = decodeExperiment(text);
      expect(experiment.scenarios.length).toBeLessThanOrEqual(64);
      expect(experiment.trials).toBeLessThanOrEqual(1000);
      expect(problems.length).toBeLessThanOrEqual(51);
      for (const problem of problems) expect(problem.length).toBeLessThan(400);
      expect(decodeExperiment(encodeExperiment(experiment)).experiment).toEqual(experiment);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
