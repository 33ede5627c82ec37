import { expect, test } from 'vitest';
import * as lab from './experiment.mjs';
import { readFlags } from './flags.mjs';
import { readSettings, SETTING_FLAGS, withSettings } from './settingFlags.mjs';

/** @param {string[]} args */
const settings = (...args) => readSettings(lab, readFlags(args, SETTING_FLAGS));

test('settings take the place of the address’s own, and reach the experiment whatever they hold', () => {
  const given = settings(
    '--steps',
    '7',
    '--label',
    'how & why=?',
    '--trials',
    '3',
    '--evaluate-every',
    '2',
    '--no-shuffle',
  );
  const fragment = withSettings(lab, 'lesson=layers&trials=9&epochs=2&text=told', given, null);
  expect(fragment.startsWith('lesson=layers&text=told&')).toBe(true);
  const { experiment, problems } = lab.decodeExperiment(fragment.replace('lesson=layers&', ''));
  expect(problems).toEqual([]);
  expect(experiment.trials).toBe(3);
  expect(experiment.data).toMatchObject({ textColumn: 'told', labelColumn: 'how & why=?' });
  expect(experiment.training).toMatchObject({
    duration: { unit: 'steps', count: 7 },
    evaluateEvery: 2,
    shuffle: false,
  });
});

test('columns of another data set go, those of the same file stay', () => {
  const other = withSettings(
    lab,
    'data=review-sentences&text=a&label=b',
    settings('--text', 'c'),
    'my é.csv',
  );
  expect(lab.decodeExperiment(other).experiment).toMatchObject({
    dataset: lab.localId('my é.csv'),
    data: { textColumn: 'c', labelColumn: null },
  });
  const same = withSettings(lab, 'data=local:my.csv&text=a&label=b', settings('--text', 'c'), 'my.csv');
  expect(lab.decodeExperiment(same).experiment.data).toMatchObject({ textColumn: 'c', labelColumn: 'b' });
});

test('how a file is read reaches the experiment, and goes with the file', () => {
  const given = settings(
    '--header',
    'no',
    '--delimiter',
    'tab',
    '--encoding',
    'latin1',
    '--missing',
    'NA, #N/A',
  );
  const fragment = withSettings(lab, 'data=local:a.csv&header=yes', given, 'a.csv');
  const reading = { header: 'no', delimiter: 'tab', encoding: 'windows-1252', missing: 'NA,#N/A' };
  expect(lab.decodeExperiment(fragment)).toMatchObject({ experiment: { data: reading }, problems: [] });
  const other = withSettings(lab, fragment, settings(), 'b.csv');
  expect(lab.decodeExperiment(other).experiment.data).toMatchObject({ header: null, missing: null });
  expect(() => settings('--header', 'maybe')).toThrow(/^--header maybe: not one of yes, no/);
  expect(() => settings('--encoding', 'ebcdic')).toThrow(/^--encoding ebcdic: not an encoding like utf-8/);
});

test('how trials are compared and rows are chosen reaches the experiment', () => {
  const given = settings(
    ...['--pick', 'per-seed', '--delta', '0.5', '--up-to', '20'],
    ...['--looks', 'end', '--measure', 'macro-f1'],
  );
  const { experiment, problems } = lab.decodeExperiment(withSettings(lab, 'delta=3', given, null));
  expect(problems).toEqual([]);
  expect(experiment.training.rowChoice).toBe('per-seed');
  expect(experiment.judging).toEqual({ delta: 0.5, upTo: 20, looks: 'end', measure: 'macroF1' });
  expect(() => settings('--delta', '0')).toThrow('--delta 0: not a number from 0.01 to 50');
  expect(() => settings('--measure', 'f1')).toThrow(/^--measure f1: not one of accuracy, macro-f1, /);
});

test('nothing given changes nothing', () => {
  expect(withSettings(lab, '', settings(), null)).toBe('');
  expect(withSettings(lab, 'trials=3&steps=4', settings(), null)).toBe('trials=3&steps=4');
});

test('a value that the address would not take is wrong usage, by its flag', () => {
  expect(() => settings('--validation-rows', 'few')).toThrow(/^--validation-rows few: not /);
  expect(() => settings('--lr', '-1')).toThrow(/^--lr -1: not /);
  expect(() => settings('--steps', '1', '--epochs', '1')).toThrow('give one');
});

test('how many seeds train together reaches the address, and a wrong number is named', () => {
  const fragment = withSettings(lab, 'trials=5&together=off', settings('--together', '3'), null);
  expect(fragment).toBe('trials=5&together=3');
  expect(lab.decodeAddress(fragment, () => 0)).toMatchObject({ together: 3, problems: [] });
  expect(() => settings('--together', '1')).toThrow(
    '--together 1: not auto, off, or a whole number from 2 to 1000',
  );
});
