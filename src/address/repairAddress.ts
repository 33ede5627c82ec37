/**
 * @file Restores the page's fragment to what it was before mail programs, chats and documents passed it on. An address
 * that can already be read is never changed; a repair is kept only if it leaves less of the address wrong.
 */
import { ADDRESS_KEYS, decodeAddress } from './pageAddress';

/**
 * A longer text, or one with more parts, is not a link that a person sent, and trying repairs on it would take long.
 */
const MAX_LENGTH = 20_000;
const MAX_PARTS = 100;

const KEY = `(?:${ADDRESS_KEYS.join('|')})`;

interface Step {
  /** What was wrong, for the message. */
  readonly damage: string;
  readonly mend: (text: string) => string;
}

const INVISIBLE =
  /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|%C2%AD|%E2%80%(?:8[B-F]|A[89A-E])|%E2%81%A[0-4]|%EF%BB%BF/gi;
const BREAKS = /\s*[\r\n\t]\s*|%0D|%0A|%09/gi;
const SPACES = /\s|%20|%C2%A0/gi;
/** Quotes, brackets and punctuation from the sentence around a link. */
const BEFORE = /^(?:[\s<([{"'“‘«„`]|%3C|%22|%60|%E2%80%9[8C]|%C2%AB)+/i;
const AFTER = /(?:[\s>)\]}"'”’»“`.,;:!?…*_\\]|%3E|%22|%60|%5C|%E2%80%(?:9[9CD]|A6)|%C2%BB)+$/i;

/** The "#" of an address as some programs write it. */
const OF_SIGN = new RegExp(`^(?:\\W*[a-z]+://[^#]*?)?[^#&=]*?#?(?:%23|＃|%EF%BC%83)(?=${KEY}(?:=|%3D))`, 'i');

/** A first key whose "=" is encoded, perhaps more than once. */
const OF_KEY = new RegExp(`^[^#]*#?${KEY}%(?:25)*3D`, 'i');

/** Repairs of the whole text; each is sure of what it sees. */
const OF_TEXT: readonly Step[] = [
  { damage: 'line breaks', mend: (text) => text.replace(/=\r?\n/g, '') },
  { damage: '"&amp;" for "&"', mend: (text) => text.replace(/&(?:(?:amp|#0*38|#x0*26);)+/gi, '&') },
  {
    damage: 'its "#" written otherwise',
    mend: (text) => text.replace(OF_SIGN, '#'),
  },
  {
    damage: 'encoded twice',
    mend: (text) => {
      const once = OF_KEY.test(text) ? decoded(text) : text;
      return OF_KEY.test(once) ? decoded(once) : once;
    },
  },
  {
    damage: '"=3D" for "="',
    mend: (text) =>
      text.split('&').every((part) => /^[^=]*(?:=3D|$)/i.test(part)) ? text.replace(/=3D/gi, '=') : text,
  },
];

/** Repairs of one part, `key=value`. */
const OF_PART: readonly Step[] = [
  { damage: 'characters that cannot be seen', mend: (part) => part.replace(INVISIBLE, '') },
  { damage: 'line breaks', mend: (part) => part.replace(BREAKS, '') },
  { damage: 'signs around it', mend: (part) => part.replace(BEFORE, '').replace(AFTER, '') },
  { damage: 'spaces', mend: (part) => part.replace(SPACES, '') },
  { damage: 'capital letters', mend: (part) => part.replace(/^[^=]*/, (key) => key.toLowerCase()) },
  { damage: '"=3D" for "="', mend: (part) => part.replace(/=3D/gi, '=') },
  { damage: 'encoded twice', mend: (part) => part.replace(/%25(?=[\da-f]{2})/gi, '%') },
  { damage: 'encoded signs', mend: (part) => part.replace(/%(?:3A|3D|2B|2C|2F|2E|2D)/gi, decoded) },
  {
    damage: 'dashes for hyphens',
    mend: (part) => part.replace(/[\u2010-\u2015\u2212]|%E2%80%9[0-5]|%E2%88%92/gi, '-'),
  },
];

/**
 * @param fragment with or without `#`, or a whole address
 * @returns the text to read in its place, and one sentence about what was repaired; null if nothing was changed. Never
 * throws.
 */
export function repairAddress(fragment: string): { text: string; note: string | null } {
  const asItCame = { text: fragment, note: null };
  // An address without its "#" holds nothing at all.
  const isWhole = /^\s*[a-z]+:\/\/[^#]*$/i.test(fragment) && OF_SIGN.test(fragment);
  const wrong = fragment.length > MAX_LENGTH ? 0 : isWhole ? Infinity : problemsOf(fragment);
  if (wrong === 0) return asItCame;
  const damages = new Set<string>();
  const parts = repairedText(fragment, damages).split('&');
  if (parts.length > MAX_PARTS) return asItCame;
  const left = repairParts(parts, damages);
  if (left >= wrong) return asItCame;
  return {
    text: parts.join('&'),
    note: `The link came damaged (${[...damages].join(', ')}) and is read as it was meant.`,
  };
}

/** Applies the repairs of the whole text to the fragment. */
function repairedText(fragment: string, damages: Set<string>): string {
  let text = fragment.trim();
  for (const { damage, mend } of OF_TEXT) {
    const mended = mend(text);
    if (mended !== text) damages.add(damage);
    text = mended;
  }
  return text.replace(/^[^#]*#/, '');
}

/** Repairs the parts in place, each by its first repair that leaves less wrong. @returns how many problems are left */
function repairParts(parts: string[], damages: Set<string>): number {
  let left = problemsOf(parts.join('&'));
  for (const [index, part] of parts.entries()) {
    if (left === 0) break;
    const tries = [...candidates(part)];
    const isSound = tries.length === 0 || problemsOf(parts.toSpliced(index, 1).join('&')) >= left;
    if (isSound) continue;
    for (const { mended, damage } of tries) {
      const tried = problemsOf(parts.with(index, mended).join('&'));
      if (tried >= left) continue;
      left = tried;
      parts[index] = mended;
      damage.forEach((each) => damages.add(each));
      break;
    }
  }
  return left;
}

interface Repair {
  readonly mended: string;
  readonly damage: readonly string[];
}

/** Yields the part with repairs: first of its key, then of its value, and only last of a name or text in it. */
function* candidates(part: string): Generator<Repair> {
  const equals = part.indexOf('=') + 1;
  if (equals > 0) yield* repairs('', part.slice(0, equals - 1), part.slice(equals - 1));
  const kept = /^scenario=[^:]*:|^(?:title|intro|question)=.*$|^[^=]*=/s.exec(part)?.[0] ?? '';
  yield* repairs(kept, part.slice(kept.length), '');
  if (kept !== part) yield* repairs('', part, '');
}

/** Yields the text after each repair by itself, then after more and more of them together. */
function* repairs(before: string, text: string, after: string): Generator<Repair> {
  for (const { damage, mend } of OF_PART) {
    const mended = mend(text);
    if (mended !== text) yield { mended: before + mended + after, damage: [damage] };
  }
  let mended = text;
  const all: string[] = [];
  for (const { damage, mend } of OF_PART) {
    const next = mend(mended);
    if (next === mended) continue;
    mended = next;
    all.push(damage);
    if (all.length > 1) yield { mended: before + mended + after, damage: [...all] };
  }
}

/** Counts the wrong parts; a long list of problems ends by saying how many more there are. */
function problemsOf(text: string): number {
  const { problems } = decodeAddress(text, () => 0);
  const counts = problems.map((problem) => /^\.\.\. and (\d+) more problems$/.exec(problem)?.[1] ?? 1);
  return counts.reduce<number>((sum, count) => sum + Number(count), 0);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
