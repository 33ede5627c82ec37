/**
 * @file How many trials of a scenario, which differ in the seed alone, train together in one pass: a company. It changes
 * how long trials take and not what they end with, so it is part of no experiment and of no trial's key.
 */
import { parseNumber, RULES, ruleText } from './address/rules';

/** `auto` as many as fit on the device and save time; `off` one by one; a number: so many at most. */
export type Together = 'auto' | 'off' | number;

/** What a text must be, in words that complete "not ...". */
export const TOGETHER_TEXT = `auto, off, or ${ruleText(RULES.together)}`;

/** The choice that `text` writes, or null if it writes none. */
export function parseTogether(text: string): Together | null {
  return text === 'auto' || text === 'off' ? text : parseNumber(RULES.together, text);
}
