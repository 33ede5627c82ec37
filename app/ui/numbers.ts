/** @file Turns typed text into a number, or into a message that names the thing and the remedy. */
import { fits, mustBe, ruleText, type NumberRule } from '../../src/experiment/address/rules';

export type Parsed = { readonly value: number } | { readonly message: string };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function parseNumber(text: string, rule: NumberRule): Parsed {
  const trimmed = text.trim();
  const wanted = ruleText(rule);
  const value = NUMBER.test(trimmed) ? Number(trimmed) : NaN;
  if (fits(rule, value)) return { value };
  const point = trimmed.includes(',') ? ' Write decimals with a point and thousands without a comma.' : '';
  return { message: `${mustBe(rule.label, wanted)}.${point}` };
}
