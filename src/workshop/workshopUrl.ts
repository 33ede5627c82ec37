/**
 * @file The workshop's part of the page's fragment, short and hand-editable:
 *
 *     lock=modules,training      these parts are shown, not editable; `all` for every one that can be locked
 *     hide=differences,table     these are not shown
 *     budget=12                  trials that may be finished from this link on one device
 *     seeds=own                  each device gets a first seed of its own
 *     predict=ranking            rank the scenarios before the run; question= asks in other words
 *     title=, intro=             heading and text, percent-encoded (src/experiment/address/urlText.ts)
 *     introfile=workshop.md      the text's file instead, beside the page or elsewhere on its origin
 *
 * All are texts of a stranger: bounded, and shown as plain text.
 */
import { parseNumber } from '../experiment/address/fields';
import { decodeText, encodeText } from '../experiment/address/urlText';
import { quote } from '../experiment/validate';
import { HIDEABLE, LOCKABLE, type PartName } from './parts';
import {
  BUDGET_RULE,
  EMPTY_WORKSHOP,
  MAX_FILE_NAME_LENGTH,
  MAX_INTRO_LENGTH,
  MAX_QUESTION_LENGTH,
  MAX_TITLE_LENGTH,
  type Workshop,
} from './workshop';

const ALL = 'all';
/** Names of one list that are read; there are fewer parts than that. */
const MAX_NAMES = 40;

export const WORKSHOP_KEYS = [
  'title',
  'intro',
  'introfile',
  'predict',
  'question',
  'lock',
  'hide',
  'budget',
  'seeds',
] as const;

export type WorkshopKey = (typeof WORKSHOP_KEYS)[number];

/** Empty for a workshop that says nothing. */
export function encodeWorkshop(workshop: Workshop): string {
  const { title, intro, introFile, predict, question, locked, hidden, budget, ownSeeds } = workshop;
  const texts = [
    ['title', title],
    ['intro', intro],
    ['introfile', introFile],
    ['predict', predict ? 'ranking' : null],
    ['question', question],
    ['lock', names(locked, LOCKABLE)],
    ['hide', names(hidden, HIDEABLE)],
    ['budget', budget === null ? null : String(budget)],
    ['seeds', ownSeeds ? 'own' : null],
  ] as const;
  return texts
    .flatMap(([key, text]) => (text === null || text === '' ? [] : [`${key}=${encodeText(text)}`]))
    .join('&');
}

function names(chosen: readonly PartName[], all: readonly PartName[]): string | null {
  if (chosen.length === 0) return null;
  return all.every((name) => chosen.includes(name)) ? ALL : chosen.join(',');
}

/**
 * @param entries the workshop's keys with the values that the fragment gives them, still percent-encoded
 * @returns the workshop, null if no part of one can be read; and one sentence for each wrong part
 */
export function decodeWorkshop(entries: ReadonlyMap<WorkshopKey, readonly string[]>): {
  workshop: Workshop | null;
  problems: string[];
} {
  const problems: string[] = [];
  const value = (key: WorkshopKey): string | null => {
    const values = entries.get(key);
    if (!values) return null;
    if (values.length > 1) problems.push(`${key}: given ${values.length} times; the first is used`);
    const text = decodeText(values[0] ?? '');
    if (text === null)
      problems.push(`${key}=${clip(values[0] ?? '')}: not a proper percent-encoding; left out`);
    else if (text.trim() === '') problems.push(`${key}: no value; write ${key}=...`);
    return text === null || text.trim() === '' ? null : text;
  };
  const text = (key: WorkshopKey, most: number, tidy: (text: string) => string): string | null => {
    const given = value(key);
    if (given === null) return null;
    if (given.length > most)
      problems.push(`${key}: longer than ${most} characters; what is beyond is left out`);
    const kept = given.slice(0, most).replace(/[\ud800-\udbff]$/, ''); // no half of a pair at the cut
    return tidy(kept).trim() || null;
  };
  const word = (key: WorkshopKey, only: string): boolean => {
    const given = value(key);
    if (given !== null && given !== only) problems.push(`${key}=${clip(given)}: not ${only}; left out`);
    return given === only;
  };
  const parts = (key: WorkshopKey, all: readonly PartName[]): readonly PartName[] => {
    const given = value(key);
    if (given === null) return [];
    const asked = given.split(',', MAX_NAMES);
    if (asked.includes(ALL)) return all;
    const unknown = asked.filter((name) => !all.some((known) => known === name));
    if (unknown.length > 0)
      problems.push(
        `${key}=${clip(unknown.join(','))}: not a part that ${key} knows; the parts are ${all.join(', ')}, or all`,
      );
    return all.filter((name) => asked.includes(name));
  };

  const workshop: Workshop = {
    title: text('title', MAX_TITLE_LENGTH, oneLine),
    intro: text('intro', MAX_INTRO_LENGTH, printable),
    introFile: text('introfile', MAX_FILE_NAME_LENGTH, oneLine),
    predict: word('predict', 'ranking'),
    question: text('question', MAX_QUESTION_LENGTH, oneLine),
    locked: parts('lock', LOCKABLE),
    hidden: parts('hide', HIDEABLE),
    budget: readBudget(value('budget'), problems),
    ownSeeds: word('seeds', 'own'),
  };
  if (workshop.intro !== null && workshop.introFile !== null)
    problems.push('introfile: intro is given too; intro is used');
  const empty = encodeWorkshop(workshop) === '';
  return { workshop: empty ? null : { ...EMPTY_WORKSHOP, ...workshop }, problems };
}

function readBudget(given: string | null, problems: string[]): number | null {
  if (given === null) return null;
  const budget = parseNumber(BUDGET_RULE, given);
  if (budget === null)
    problems.push(
      `budget=${clip(given)}: not a whole number from ${BUDGET_RULE.min} to ${BUDGET_RULE.max}; ` +
        'any number of trials may be run',
    );
  return budget;
}

/** Line breaks stay; other control characters, and those that turn the direction of writing, go. */
export function printable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

export const oneLine = (text: string): string => printable(text).replace(/\s+/gu, ' ').trim();

const clip = (text: string): string => quote(text).slice(1, -1);
