/**
 * @file The workshop's part of the address, short and hand-editable:
 *
 *     lock=modules,training      these parts are shown, not editable; `all` for every one that can be locked
 *     hide=differences,table     these are not shown
 *     budget=12                  trials that may be finished from this link on one device
 *     seeds=own                  each device gets a first seed of its own
 *     predict=ranking            rank the scenarios before the run; question= asks in other words
 *     title=, intro=             heading and text, percent-encoded (src/experiment/address/urlText.ts)
 *     introfile=workshop.md      the text's file instead, beside the page or elsewhere on its origin
 *
 * All of it may come from a stranger, so it is bounded in length and shown as plain text.
 */
import { oneLine, printable } from '../base/printable';
import { parseNumber } from '../experiment/address/rules';
import { clip, givenOften, noValue } from '../experiment/address/fragment';
import { decodeText, encodeText } from '../experiment/address/urlText';
import { HIDEABLE, LOCKABLE, type PartName } from '../workshop/parts';
import {
  BUDGET_RULE,
  EMPTY_WORKSHOP,
  MAX_FILE_NAME_LENGTH,
  MAX_INTRO_LENGTH,
  MAX_QUESTION_LENGTH,
  MAX_TITLE_LENGTH,
  type Workshop,
} from '../workshop/workshop';

const ALL = 'all';
/** How many names of one list are read; there are fewer parts than that. */
const MAX_NAMES = 40;

type Report = (problem: string) => void;

/** One setting of a workshop as a key of the address. */
interface WorkshopField {
  /** The setting as text; null if the workshop does not have it. */
  readonly write: (workshop: Workshop) => string | null;
  /** Reads a value into the workshop's settings; a wrong part of it is reported and left out. */
  readonly read: (value: string, key: string, report: Report) => Partial<Workshop>;
}

function textField(
  name: 'title' | 'intro' | 'introFile' | 'question',
  most: number,
  tidy: (text: string) => string,
): WorkshopField {
  return {
    write: (workshop) => workshop[name],
    read(value, key, report) {
      if (value.length > most) report(`${key}: longer than ${most} characters; what is beyond is left out`);
      const kept = value.slice(0, most).replace(/[\ud800-\udbff]$/, ''); // no half of a pair at the cut
      return { [name]: tidy(kept).trim() || null };
    },
  };
}

/** A setting that is on where the key has this one value. */
function wordField(name: 'predict' | 'ownSeeds', word: string): WorkshopField {
  return {
    write: (workshop) => (workshop[name] ? word : null),
    read(value, key, report) {
      if (value !== word) report(`${key}=${clip(value)}: not ${word}; left out`);
      return { [name]: value === word };
    },
  };
}

function partsField(name: 'locked' | 'hidden', all: readonly PartName[]): WorkshopField {
  return {
    write({ [name]: chosen }) {
      if (chosen.length === 0) return null;
      return all.every((part) => chosen.includes(part)) ? ALL : chosen.join(',');
    },
    read(value, key, report) {
      const asked = value.split(',', MAX_NAMES);
      if (asked.includes(ALL)) return { [name]: all };
      const unknown = asked.filter((part) => !all.some((known) => known === part));
      if (unknown.length > 0)
        report(
          `${key}=${clip(unknown.join(','))}: not a part that ${key} knows; the parts are ${all.join(', ')}, or all`,
        );
      return { [name]: all.filter((part) => asked.includes(part)) };
    },
  };
}

const budgetField: WorkshopField = {
  write: ({ budget }) => (budget === null ? null : String(budget)),
  read(value, key, report) {
    const budget = parseNumber(BUDGET_RULE, value);
    if (budget === null)
      report(
        `${key}=${clip(value)}: not a whole number from ${BUDGET_RULE.min} to ${BUDGET_RULE.max}; ` +
          'any number of trials may be run',
      );
    return { budget };
  },
};

/** The settings by key, in the order of the address. */
const WORKSHOP_FIELDS = {
  title: textField('title', MAX_TITLE_LENGTH, oneLine),
  intro: textField('intro', MAX_INTRO_LENGTH, printable),
  introfile: textField('introFile', MAX_FILE_NAME_LENGTH, oneLine),
  predict: wordField('predict', 'ranking'),
  question: textField('question', MAX_QUESTION_LENGTH, oneLine),
  lock: partsField('locked', LOCKABLE),
  hide: partsField('hidden', HIDEABLE),
  budget: budgetField,
  seeds: wordField('ownSeeds', 'own'),
} satisfies Record<string, WorkshopField>;

export type WorkshopKey = keyof typeof WORKSHOP_FIELDS;

export const WORKSHOP_KEYS = Object.keys(WORKSHOP_FIELDS) as readonly WorkshopKey[];

/** Writes the workshop's part; it is empty for a workshop without settings. */
export function encodeWorkshop(workshop: Workshop): string {
  return WORKSHOP_KEYS.flatMap((key) => {
    const text = WORKSHOP_FIELDS[key].write(workshop);
    return text === null || text === '' ? [] : [`${key}=${encodeText(text)}`];
  }).join('&');
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
  const report: Report = (problem) => void problems.push(problem);
  let workshop = EMPTY_WORKSHOP;
  for (const key of WORKSHOP_KEYS) {
    const value = firstValue(key, entries.get(key) ?? [], report);
    if (value !== null) workshop = { ...workshop, ...WORKSHOP_FIELDS[key].read(value, key, report) };
  }
  if (workshop.intro !== null && workshop.introFile !== null)
    report('introfile: intro is given too; intro is used');
  return { workshop: encodeWorkshop(workshop) === '' ? null : workshop, problems };
}

/** The first of a key's values, decoded; null if none can be used. */
function firstValue(key: WorkshopKey, [first, ...more]: readonly string[], report: Report): string | null {
  if (first === undefined) return null;
  if (more.length > 0) report(givenOften(key, more.length + 1));
  const text = decodeText(first);
  if (text === null) report(`${key}=${clip(first)}: not a proper percent-encoding; left out`);
  else if (text.trim() === '') report(noValue(key));
  return text === null || text.trim() === '' ? null : text;
}
