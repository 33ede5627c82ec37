/** @file Ranks of modules as a person writes them: `1-6.qv:4 + 12.d:16`. */
import { COMPONENT_LETTERS, moduleCount } from '../../src/architecture/modules';
import { RULES, ruleText } from '../../src/experiment/address/rules';
import { ChosenModules, encodeModules } from '../../src/experiment/address/moduleCode';
import type { LoraScenario } from '../../src/experiment/experiment';
import { describeModules } from '../../src/experiment/formatModules';
import { idleModules, type RankedModules } from '../../src/experiment/ranks';
import { withRanks } from '../store/experiment/scenarioEdits';
import { useLab } from '../store/lab';

/** "1-6.qv:4 + 12.d:16". */
export function writeRanks(ranks: readonly RankedModules[]): string {
  return ranks
    .flatMap(({ rank, modules }) =>
      encodeModules(modules)
        .split('+')
        .map((block) => `${block}:${rank}`),
    )
    .join(' + ');
}

type Read = { readonly ranks: readonly RankedModules[] } | { readonly message: string };

/** The ranks that a text writes, or the first thing that is wrong with it. @param layers encoder layers */
export function readRanks(text: string, layers: number): Read {
  const chosen = new ChosenModules(layers);
  for (const block of text.split('+').map((each) => each.trim())) {
    if (block === '') continue;
    const problem = addBlock(chosen, block, layers);
    if (problem !== null) return { message: `“${block}”: ${problem}` };
  }
  return { ranks: chosen.ranks() };
}

/** @returns what is wrong with the block, as the end of a sentence */
function addBlock(chosen: ChosenModules, block: string, layers: number): string | null {
  if (/:\s*\d+(\s*[,;]|\s+\S)/.test(block)) return 'blocks are joined by “+”, as in 1-6.qv:4 + 12.d:16.';
  const [, of = '', letters = '', rank = ''] = /^([^.:]+)\.([a-z]+)\s*:([^:]+)$/i.exec(block) ?? [];
  if (of === '') return 'write layers, components and a rank, such as 1-6.qv:4.';
  const unknown = [...letters.toLowerCase()].find((letter) => !LETTERS.includes(letter));
  if (unknown !== undefined) return `“${unknown}” is no component; use letters of ${LETTERS}.`;
  const before = moduleCount(chosen.modules());
  const alone = new ChosenModules(layers);
  const code = `${letters}:${rank.trim()}`;
  const problems: string[] = [];
  alone.add(of.replace(/\s/g, '').toLowerCase(), code, (problem) => problems.push(problem));
  // Without a rank of its own, what was written as its rank is none.
  if (moduleCount(alone.modules()) > 0 && alone.ranks().length === 0)
    return `the rank must be ${ruleText(RULES.rank)}.`;
  if (problems.length > 0)
    return `the layers are 1 to ${layers}; write such as 7-12, 1,3,5, all, even or odd.`;
  chosen.add(of.replace(/\s/g, '').toLowerCase(), code, () => undefined);
  if (moduleCount(chosen.modules()) < before + moduleCount(alone.modules()))
    return 'some of its modules have a rank already; name each module once.';
  return null;
}

const LETTERS = Object.values(COMPONENT_LETTERS).join('');

/** Which ranks have no effect: "Not ticked, so without effect yet: layers 1-6, key."; null where all have one. */
export function idleNote(scenario: LoraScenario): string | null {
  const idle = idleModules(scenario);
  return moduleCount(idle) === 0 ? null : `Not ticked, so without effect yet: ${describeModules(idle)}.`;
}

/** Takes over a text that is being typed: as the scenario's ranks, or as a draft that keeps the experiment from being run. */
export function typeRanks(
  field: string,
  scenario: LoraScenario,
  text: string,
  onRanks: (scenario: LoraScenario) => void,
): void {
  const read = readRanks(text, scenario.modules.length);
  const { setDraft } = useLab.getState();
  if ('message' in read) {
    setDraft(field, { text, message: read.message, of: scenario.name });
    return;
  }
  setDraft(field, null);
  onRanks(withRanks(scenario, read.ranks));
}
