/** @file A scenario's modules as text: blocks of layers and components, `7-12.qkvoud`, some with a rank: `1-6.qv:4`. */
import {
  COMPONENT_LETTERS,
  COMPONENTS,
  type Component,
  type ModuleSet,
  moduleSet,
} from '../../architecture/modules';
import { layerRanges, layerWord, moduleBlocks } from '../moduleBlocks';
import type { RankedModules } from '../ranks';
import { quote } from '../validate';
import type { Spelling } from './field';
import { parseNumber, RULES, ruleText } from './rules';

/** Blocks of layers and components as the URL writes them: `7-12.qkvoud`. */
export function encodeModules(modules: ModuleSet): string {
  return blockTexts(modules).join('+') || 'none';
}

function blockTexts(modules: ModuleSet): string[] {
  return moduleBlocks(modules).map(({ layers, components }) => {
    const letters = components.map((component) => COMPONENT_LETTERS[component]).join('');
    return `${layerWord(layers, modules.length) ?? layerRanges(layers)}.${letters}`;
  });
}

/** The same with the modules that have a rank of their own behind the others: `7-12.qkvoud+1-6.qv:4`. */
export function encodeRanked(
  modules: ModuleSet,
  ranks: readonly RankedModules[],
  spelling: Spelling,
): string {
  const own = new Set(
    ranks.flatMap((ranked) =>
      ranked.modules.flatMap((components, layer) => components.map((component) => `${layer}.${component}`)),
    ),
  );
  const others = moduleSet(
    modules.length,
    (layer, component) =>
      (modules[layer - 1]?.includes(component) ?? false) && !own.has(`${layer - 1}.${component}`),
  );
  const ranked = ranks.flatMap(({ rank, modules: of }) =>
    blockTexts(of).map((block) => `${block}:${spelling(rank)}`),
  );
  return [...blockTexts(others), ...ranked].join('+') || 'none';
}

/** Where the problems of a scenario's text go; each is a sentence part that follows the text. */
export type Report = (problem: string) => void;

/** Modules that are being read: by layer and component whether they are chosen, and with which rank of their own. */
export class ChosenModules {
  private readonly chosen: (number | 'chosen' | null)[][];

  /** @param layers encoder layers */
  constructor(private readonly layers: number) {
    this.chosen = Array.from({ length: layers }, () => COMPONENTS.map(() => null));
  }

  /**
   * Adds a block. What is wrong with it is reported and left out. The first rank of a module stays. So blocks may name all
   * modules, and some of them with a rank, in any order.
   * @param letters its components, with a rank if there is one: `qv`, `qv:4`; undefined for all six
   */
  add(layers: string, letters: string | undefined, report: Report): void {
    const numbers = new Set(decodeLayers(layers, this.layers, report));
    const [components, rankText] = letters?.toLowerCase().split(':') ?? [];
    if (components === undefined && numbers.size > 0)
      report(`${quote(layers)} names no components; write e.g. 7-12.qv; all six are used`);
    const rank = rankText === undefined ? null : parseNumber(RULES.rank, rankText);
    if (rankText !== undefined && rank === null)
      report(`${quote(letters ?? '')}: the rank is not ${ruleText(RULES.rank)}; the scenario’s is used`);
    let twice = false;
    for (const [index, row] of this.chosen.entries())
      if (numbers.has(index + 1))
        COMPONENTS.forEach((component, i) => {
          if (!(components?.includes(COMPONENT_LETTERS[component]) ?? true)) return;
          const before = row[i];
          if (typeof before !== 'number') row[i] = rank ?? 'chosen';
          else if (rank !== null && rank !== before) twice = true;
        });
    if (twice)
      report(
        `${quote(`${layers}.${letters ?? ''}`)}: the rank of a module is given twice; the first is used`,
      );
  }

  modules(): ModuleSet {
    return this.those((chosen) => chosen !== null);
  }

  /** Modules with a rank of their own, by rank. */
  ranks(): RankedModules[] {
    const ranks = new Set(this.chosen.flat().filter((chosen) => typeof chosen === 'number'));
    return [...ranks]
      .sort((a, b) => a - b)
      .map((rank) => ({ rank, modules: this.those((chosen) => chosen === rank) }));
  }

  private those(keep: (chosen: number | 'chosen' | null) => boolean): ModuleSet {
    const at = (layer: number, component: Component) =>
      this.chosen[layer - 1]?.[COMPONENTS.indexOf(component)] ?? null;
    return moduleSet(this.layers, (layer, component) => keep(at(layer, component)));
  }
}

/** Layer numbers, 1-based, within the encoder. */
function decodeLayers(text: string, total: number, report: Report): number[] {
  const all = Array.from({ length: total }, (_, i) => i + 1);
  if (text === 'all') return all;
  if (text === 'odd' || text === 'even')
    return all.filter((layer) => (layer % 2 === 0) === (text === 'even'));
  return text.split(',').flatMap((span) => {
    const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(span);
    const low = Number(match?.[1]);
    const high = Number(match?.[2] ?? match?.[1]);
    if (!match || low > high) {
      report(`${quote(span)}: not layers; write e.g. 7-12, 1,3,5, all, even or odd; it is left out`);
      return [];
    }
    if (low < 1 || high > total)
      report(`${quote(span)}: the layers are 1 to ${total}; the others are left out`);
    return all.slice(Math.max(low, 1) - 1, Math.min(high, total));
  });
}
