/** @file What all parts of an address have in common: how a fragment is cut into parts, and how a message names one. */
import { quote } from '../validate';

/** One part of a fragment: `key=value`. */
export interface Part {
  readonly key: string;
  /** The value, still percent-encoded; null if there is no "=". */
  readonly value: string | null;
  readonly text: string;
}

/** The parts of a fragment; empty ones are parts too. */
export function partsOf(fragment: string): Part[] {
  return fragment.split('&').map((text) => {
    const equals = text.indexOf('=');
    return equals < 0
      ? { key: text, value: null, text }
      : { key: text.slice(0, equals), value: text.slice(equals + 1), text };
  });
}

/** What follows the first "#" of an address; a text without one is itself a fragment. */
export const behindHash = (address: string): string => address.trim().replace(/^[^#]*#/, '');

/** A value as a message shows it: short, on one line, without quotation marks. */
export const clip = (text: string): string => quote(text).slice(1, -1);

export const givenOften = (key: string, times: number): string =>
  `${key}: given ${times} times; the first is used`;

export const noValue = (key: string): string => `${key}: no value; write ${key}=...`;
