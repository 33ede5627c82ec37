import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import * as lab from './experiment.mjs';
import { experimentFragment } from './experimentArgument.mjs';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-argument-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {string} text @returns {string} path of a file that holds it */
function file(text) {
  const path = join(folder, 'experiment.txt');
  writeFileSync(path, text);
  return path;
}

test('a fragment with or without its sign, and a whole address, in a file or not', () => {
  for (const text of [
    'model=m&trials=2',
    '#model=m&trials=2',
    'http://127.0.0.1:4173/lab/#model=m&trials=2',
  ]) {
    expect(experimentFragment(lab, text)).toBe('model=m&trials=2');
    expect(experimentFragment(lab, file(`${text}\n`))).toBe('model=m&trials=2');
  }
});

test('an experiment as JSON becomes its address', () => {
  const path = file(JSON.stringify(DEFAULT_EXPERIMENT));
  expect(experimentFragment(lab, path)).toBe(lab.encodeExperiment(DEFAULT_EXPERIMENT));
});

test('a text of which no part is understood is wrong usage, not the default experiment', () => {
  for (const text of ['hello', '#hello', '#foo=bar', 'foo=bar', '#', '#model', '{"color":"#1f77b4"}']) {
    expect(() => experimentFragment(lab, text), text).toThrow(text);
    expect(() => experimentFragment(lab, file(text)), text).toThrow();
  }
  expect(() => experimentFragment(lab, file('{"foo":1}'))).toThrow('model');
  expect(experimentFragment(lab, '#lesson=layers')).toBe('lesson=layers');
  expect(experimentFragment(lab, '#foo=bar&trials=2')).toBe('foo=bar&trials=2');
});

test('what is neither is wrong usage that names the argument or the part', () => {
  expect(() => experimentFragment(lab, 'missing.json')).toThrow('missing.json');
  expect(() => experimentFragment(lab, file('{"model": 7}'))).toThrow('model');
});

test('a damaged address is repaired, and that is told', () => {
  const damaged = '<https://lab.example/%23model=3Dm&amp;=\r\ntrials=3D2>.';
  for (const text of [damaged, file(damaged)]) {
    const tell = vi.fn();
    expect(experimentFragment(lab, text, tell)).toBe('model=m&trials=2');
    expect(tell).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^The link came damaged .*line breaks/),
    );
  }
  const tell = vi.fn();
  experimentFragment(lab, 'model=m&trials=2', tell);
  expect(tell).not.toHaveBeenCalled();
});
