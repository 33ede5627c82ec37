/**
 * @file One scenario as text, for the URL: `upper:7-12.qkvoud.r8`.
 *
 *     scenario  = name ":" method { "." option }
 *     method    = "classifier" | "full" | "none" | block { "+" block }
 *     block     = layers "." components [ ":" rank ]   7-12.qkvoud   1,3,5.qv   even.u   1-6.qv:4
 *     layers    = "all" | "even" | "odd" | span { "," span }      span = layer [ "-" layer ], 1 is the lowest
 *     components= letters of "qkvoud"              query key value attentionOutput up down
 *     option    = "r" rank                         LoRA's r; 8 if left out
 *               | "a" alpha                        = r if left out
 *               | "rs"                             scaled by alpha / sqrt(r), not alpha / r
 *               | "pissa"                          begins with the largest singular vectors
 *               | "dora"                           magnitudes of outputs train too
 *               | "brate" number                   LoRA+: the learning rate of B, in multiples of A's
 *               | "lr" number                      in place of the experiment's learning rate; 0.0005 or 5e-4
 *               | "epochs" n | "steps" n           in place of the experiment's duration
 *               | "init=" id                       begins with the values of an adapter, local:name
 *               | "checkpointing" | "nocheckpointing"
 *               | "f32" | "f16" | "int8" | "nf4"   in place of the experiment's base precision
 *               | "c" rrggbb                       colour; the palette's by position if left out
 *
 * A dot only separates where a letter follows, so `lr0.0015` is one option; in an id `~` stands for a dot. Blocks that share a layer add up;
 * of two ranks of a module the first is used, and a block without a rank changes none.
 * `none` is LoRA with no module: it can be edited, not run. In the name, `:`, `&`, `#`, `%`, spaces and all
 * that is not ASCII are percent-encoded.
 */
import { colorAt } from '../colors';
import { DEFAULT_RANK } from '../defaults';
import type { BasePrecision, Duration, Scenario } from '../experiment';
import { plainNumber } from '../../base/format';
import type { Spelling } from './field';
import { ChosenModules, encodeRanked, type Report } from './moduleCode';
import { BASE_PRECISIONS, parseNumber, type NumberRule, RULES, ruleText } from './rules';
import { tidyRanks } from '../ranks';
import { isAdapterId } from '../../sources/sourceRef';
import { decodeText, encodeText } from './urlText';
import { MAX_NAME_LENGTH, quote } from '../validate';

const PISSA = 'pissa';
const DORA = 'dora';
const CHECKPOINTING = 'checkpointing';
const NO_CHECKPOINTING = 'nocheckpointing';

/** The longest text of one scenario: 96 layers whose modules all differ in rank stay below it. */
const MAX_CODE_LENGTH = 8000;

/** @param position 0-based, for the palette colour that is left out */
export function encodeScenario(
  scenario: Scenario,
  position: number,
  spelling: Spelling = plainNumber,
): string {
  const parts: string[] = [];
  if (scenario.method === 'lora') {
    const { ranks = [] } = tidyRanks(scenario);
    parts.push(encodeRanked(scenario.modules, ranks, spelling), `r${spelling(scenario.rank)}`);
    if (scenario.alpha !== scenario.rank) parts.push(`a${spelling(scenario.alpha)}`);
    if (scenario.rsLora) parts.push('rs');
    if (scenario.pissa) parts.push(PISSA);
    if (scenario.dora) parts.push(DORA);
    if (scenario.bRate !== undefined) parts.push(`brate${spelling(scenario.bRate)}`);
  } else {
    parts.push(scenario.method);
  }
  if (scenario.learningRate !== undefined) parts.push(`lr${spelling(scenario.learningRate)}`);
  if (scenario.duration) parts.push(`${scenario.duration.unit}${spelling(scenario.duration.count)}`);
  if (scenario.init !== undefined) parts.push(`init=${scenario.init.replaceAll('.', '~')}`);
  if (scenario.checkpointing !== undefined)
    parts.push(scenario.checkpointing ? CHECKPOINTING : NO_CHECKPOINTING);
  if (scenario.basePrecision) parts.push(scenario.basePrecision);
  if (scenario.color !== colorAt(position)) parts.push(`c${scenario.color.replace(/^#/, '')}`);
  return `${encodeText(scenario.name)}:${parts.join('.')}`;
}

/**
 * Reads one scenario. A part that is wrong is reported, and its default is used.
 * @param position 0-based, for the name and colour of a scenario that has none
 * @param layers encoder layers, the length of the module set
 * @returns null if the text is not a scenario at all, which is reported too
 */
export function decodeScenario(
  text: string,
  position: number,
  layers: number,
  report: Report,
): Scenario | null {
  // Some programs that pass links on encode even a colon.
  const code = text.includes(':') ? text : text.replace(/%3A/i, ':');
  const colon = code.indexOf(':');
  if (colon < 0 || code.length > MAX_CODE_LENGTH) {
    report(
      colon < 0
        ? 'no ":" after the name; write e.g. upper:7-12.qkvoud.r8; the scenario is left out'
        : `longer than ${MAX_CODE_LENGTH} characters; the scenario is left out`,
    );
    return null;
  }
  const name = decodeName(code.slice(0, colon), position, report);
  // A plus sign after a digit and an "e" belongs to a number: lr1e+0.
  const blocks = (decodeText(code.slice(colon + 1)) ?? code.slice(colon + 1))
    .split(/(?<!\de)\+/i)
    .map((block) => block.split(/\.(?=[a-z])/i));
  const first = blocks[0]?.[0];
  const method = first === 'classifier' || first === 'full' ? first : 'lora';
  const chosen = new ChosenModules(layers);
  const options: string[] = [];
  for (const block of blocks) {
    // Even an empty block has a first part, which is empty.
    const [head = '', ...rest] = block;
    if (method === 'lora' && head !== 'none') {
      const letters = /^[qkvoud]+(:|$)/i.test(rest[0] ?? '') ? rest.shift() : undefined;
      chosen.add(head, letters, report);
    } else if (method !== 'lora' && block !== blocks[0]) {
      report(`${quote(head)}: nothing can be joined to ${quote(method)}; it is left out`);
    }
    options.push(...rest);
  }
  const read = decodeOptions(options, method === 'lora', report);
  const base = {
    name,
    color: read.color ?? colorAt(position),
    ...(read.learningRate !== undefined && { learningRate: read.learningRate }),
    ...(read.duration && { duration: read.duration }),
    ...(read.init !== undefined && { init: read.init }),
    ...(read.checkpointing !== undefined && { checkpointing: read.checkpointing }),
    ...(read.basePrecision && { basePrecision: read.basePrecision }),
  };
  if (method !== 'lora') return { ...base, method };
  const rank = read.rank ?? DEFAULT_RANK;
  const modules = chosen.modules();
  return {
    ...{ ...base, method, modules, rank, alpha: read.alpha ?? rank, rsLora: read.rsLora ?? false },
    ...tidyRanks({ modules, rank, ranks: chosen.ranks() }),
    ...(read.pissa && { pissa: read.pissa }),
    ...(read.dora && { dora: read.dora }),
    ...(read.bRate !== undefined && { bRate: read.bRate }),
  };
}

function decodeName(text: string, position: number, report: Report): string {
  const decoded = decodeText(text);
  if (decoded === null) report('the name is no proper percent-encoding; it is kept as typed');
  const name = cutName(decoded ?? text, MAX_NAME_LENGTH);
  // Looks at the cut name, because a name can begin with more blanks than it may have characters.
  if (name.trim() === '') {
    report(`no name before the ":"; it is called "scenario ${position + 1}"`);
    return `scenario ${position + 1}`;
  }
  if (name !== (decoded ?? text))
    report(`a name of more than ${MAX_NAME_LENGTH} characters; the rest is cut off`);
  return name;
}

/** The name's first `length` characters, without half an emoji at the end. */
export function cutName(name: string, length: number): string {
  return name.length <= length ? name : name.slice(0, length).replace(/\p{Surrogate}/gu, '');
}

interface Options {
  rank?: number;
  alpha?: number;
  rsLora?: boolean;
  pissa?: true;
  dora?: true;
  bRate?: number;
  learningRate?: number;
  duration?: Duration;
  init?: string;
  checkpointing?: boolean;
  basePrecision?: BasePrecision;
  color?: string;
}

const LORA_OPTIONS: readonly (keyof Options)[] = ['rank', 'alpha', 'rsLora', 'pissa', 'dora', 'bRate'];

function decodeOptions(texts: readonly string[], lora: boolean, report: Report): Options {
  const options: Options = {};
  for (const text of texts) {
    const option = decodeOption(text);
    if (typeof option === 'string') {
      report(`${quote(text)}: ${option}; it is left out`);
      continue;
    }
    // An option has one key, so this runs once.
    for (const name of Object.keys(option) as (keyof Options)[])
      if (!lora && LORA_OPTIONS.includes(name)) report(`${quote(text)}: only LoRA has it; it is left out`);
      else if (options[name] !== undefined) report(`${quote(text)}: given twice; the first is used`);
      else Object.assign(options, option);
  }
  return options;
}

/** One option as an object with one key, or what is wrong with it. */
function decodeOption(text: string): Options | string {
  const word = text.toLowerCase();
  if (word === PISSA) return { pissa: true };
  if (word === DORA) return { dora: true };
  if (word === CHECKPOINTING || word === NO_CHECKPOINTING) return { checkpointing: word === CHECKPOINTING };
  const basePrecision = BASE_PRECISIONS.find((precision) => precision === word);
  if (basePrecision) return { basePrecision };
  const match = /^(rs$|init=|c(?=[0-9a-f]{6}$)|epochs|steps|brate|lr|r|a)(.*)$/i.exec(text);
  if (!match)
    return 'not an option; write r8, a16, rs, pissa, dora, brate16, lr0.0005, epochs3, steps100, checkpointing, int8, nf4 or c1f77b4';
  const [, key = '', value = ''] = match; // no match lacks one of them
  const number = (rule: NumberRule, build: (value: number) => Options): Options | string => {
    const parsed = parseNumber(rule, value);
    return parsed === null ? `not ${ruleText(rule)}` : build(parsed);
  };
  switch (key.toLowerCase()) {
    case 'rs':
      return { rsLora: true };
    case 'init=': {
      const init = value.replaceAll('~', '.');
      return isAdapterId(init) ? { init } : 'not the id of an adapter; write init=local:name';
    }
    case 'c':
      return { color: `#${value}` };
    case 'lr':
      return number(RULES.learningRate, (learningRate) => ({ learningRate }));
    case 'epochs':
      return number(RULES.epochs, (count) => ({ duration: { unit: 'epochs', count } }));
    case 'steps':
      return number(RULES.steps, (count) => ({ duration: { unit: 'steps', count } }));
    case 'brate':
      return number(RULES.bRate, (bRate) => ({ bRate }));
    case 'a':
      return number(RULES.alpha, (alpha) => ({ alpha }));
    default:
      return number(RULES.rank, (rank) => ({ rank }));
  }
}
