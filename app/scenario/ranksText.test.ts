import { beforeEach, describe, expect, it } from 'vitest';
import { moduleSet } from '../../src/architecture/modules';
import { encodeExperiment } from '../../src/experiment/address/url';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import type { LoraScenario } from '../../src/experiment/experiment';
import { rankOf, tidyRanks } from '../../src/experiment/ranks';
import { findScenario, scenarioIds, type ScenarioId } from '../../src/experiment/scenarioId';
import { currentProblems } from '../store/experiment/problems';
import { withModules } from '../store/experiment/scenarioEdits';
import { useLab } from '../store/lab';
import { idleNote, readRanks, typeRanks, writeRanks } from './ranksText';

const ranks = [
  {
    rank: 4,
    modules: moduleSet(12, (layer, component) => layer < 7 && ['query', 'value'].includes(component)),
  },
  { rank: 16, modules: moduleSet(12, (layer, component) => layer === 12 && component === 'down') },
];

describe('ranks of modules as typed', () => {
  it('read as they are written', () => {
    expect(writeRanks(ranks)).toBe('1-6.qv:4 + 12.d:16');
    expect(readRanks('1-6.qv:4 + 12.d:16', 12)).toEqual({ ranks });
    expect(readRanks(' 1-6.QV: 4+12.d:16+', 12)).toEqual({ ranks });
    expect(readRanks('', 12)).toEqual({ ranks: [] });
  });

  it.each([
    ['4', 'write layers, components and a rank, such as 1-6.qv:4.'],
    ['1-6.qv', 'write layers, components and a rank, such as 1-6.qv:4.'],
    ['1-6.qx:4', '“x” is no component; use letters of qkvoud.'],
    ['1-6.qv:0', 'the rank must be a whole number from 1 to 1024.'],
    ['1-13.qv:2', 'the layers are 1 to 12; write such as 7-12, 1,3,5, all, even or odd.'],
    ['6-1.qv:2', 'the layers are 1 to 12; write such as 7-12, 1,3,5, all, even or odd.'],
    ['1-6.qv:4, 12.d:16', 'blocks are joined by “+”, as in 1-6.qv:4 + 12.d:16.'],
    ['1-6.qv:4 12.d:16', 'blocks are joined by “+”, as in 1-6.qv:4 + 12.d:16.'],
  ])('name what is wrong in %j', (text, message) => {
    expect(readRanks(text, 12)).toEqual({ message: `“${text}”: ${message}` });
  });

  it('name a module that is named twice', () => {
    const message = '“3.q:2”: some of its modules have a rank already; name each module once.';
    expect(readRanks('1-6.qv:4 + 3.q:2', 12)).toEqual({ message });
  });
});

describe('typing ranks', () => {
  const lab = () => useLab.getState();
  const idOf = (position: number): ScenarioId =>
    scenarioIds(lab().experiment.scenarios)[position] ?? ('' as ScenarioId);
  const loraOf = (id: ScenarioId): LoraScenario => {
    const scenario = findScenario(lab().experiment.scenarios, id);
    if (scenario?.method !== 'lora') throw new Error('not LoRA');
    return scenario;
  };
  const type = (id: ScenarioId, text: string) =>
    typeRanks(`${id}.ranks`, loraOf(id), text, (next) => lab().editScenario(id, next, `${id}.ranks`));
  beforeEach(() => lab().loadExperiment(DEFAULT_EXPERIMENT, 'url'));

  it('keeps an unfinished text with its scenario, and the experiment from being run', () => {
    const first = idOf(0);
    type(first, '1-6.qv:4');
    type(first, '1-6.qv:4, 2');
    expect(Object.keys(lab().drafts)).toEqual([`${first}.ranks`]);
    expect(currentProblems(lab())).toEqual([
      'Scenario “lower”: “1-6.qv:4, 2”: blocks are joined by “+”, as in 1-6.qv:4 + 12.d:16.',
    ]);
    expect(writeRanks(loraOf(first).ranks ?? [])).toBe('1-6.qv:4');
    expect(loraOf(idOf(1)).ranks).toBeUndefined();
    type(first, '');
    expect(lab().drafts).toEqual({});
    expect(currentProblems(lab())).toEqual([]);
    expect(loraOf(first)).not.toHaveProperty('ranks');
  });

  it('says which modules are not ticked, and gives them the rank once they are', () => {
    const first = idOf(0);
    const everything = moduleSet(12, () => true);
    lab().editScenario(
      first,
      withModules(
        loraOf(first),
        moduleSet(12, (_, component) => component !== 'key'),
      ),
    );
    type(first, '1-6.k:4');
    expect(idleNote(loraOf(first))).toBe('Not ticked, so without effect yet: layers 1-6, key.');
    expect(currentProblems(lab())).toEqual([]);
    expect(encodeExperiment(lab().experiment)).not.toContain(':4');
    lab().editScenario(first, withModules(loraOf(first), everything));
    expect(idleNote(loraOf(first))).toBeNull();
    expect(rankOf(loraOf(first), 2, 'key')).toBe(4);
  });

  it('comes back when a module is unticked and ticked again', () => {
    const first = idOf(0);
    type(first, '1-6.qv:4');
    const { modules } = loraOf(first);
    lab().editScenario(
      first,
      withModules(
        loraOf(first),
        moduleSet(12, (layer) => layer > 6),
      ),
    );
    expect(tidyRanks(loraOf(first))).toEqual({});
    lab().editScenario(first, withModules(loraOf(first), modules));
    expect(writeRanks(tidyRanks(loraOf(first)).ranks ?? [])).toBe('1-6.qv:4');
  });
});
