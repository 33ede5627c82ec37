/** @file Cuts a normalized text into words, exactly as Hugging Face's tokenizers do. */
import { classBody } from './characters';
import { shownValue } from '../base/shown';
import { unusable, type Json } from './tokenizerJson';

export interface PreTokenizer {
  /** The words of a text, in its own characters. */
  words(text: string): readonly string[];
  /** A word as the model's vocabulary spells it. */
  spell(word: string): string;
}

/**
 * @param json `pre_tokenizer` of tokenizer.json
 * @throws LabError if it is of a kind that the lab does not know
 */
export function createPreTokenizer(json: Json): PreTokenizer {
  switch (json['type']) {
    case 'ByteLevel':
      return byteLevel(json['add_prefix_space'] === true, json['use_regex'] !== false);
    case 'BertPreTokenizer':
      return bertWords();
    default:
      throw unusable(`its pre_tokenizer is of type ${shownValue(json['type'])}, which the lab does not know`);
  }
}

/** GPT-2's rule: a space belongs to the word after it, and words are spelled in bytes. */
function byteLevel(prefixesSpace: boolean, splits: boolean): PreTokenizer {
  const [letter, number, space] = [classBody('letter'), classBody('number'), classBody('space')];
  const pattern = new RegExp(
    `'s|'t|'re|'ve|'m|'ll|'d| ?[${letter}]+| ?[${number}]+| ?[^${space}${letter}${number}]+` +
      `|[${space}]+(?![^${space}])|[${space}]+`,
    'gu',
  );
  const encoder = new TextEncoder();
  const spelling = byteSpelling();
  return {
    words(text) {
      if (text === '') return [];
      const whole = prefixesSpace && !text.startsWith(' ') ? ` ${text}` : text;
      return splits ? (whole.match(pattern) ?? []) : [whole];
    },
    spell: (word) => Array.from(encoder.encode(word), (byte) => spelling[byte] ?? '').join(''),
  };
}

/** The character that stands for each byte: the byte's own character if it is printable, or else one from U+0100 on. */
export function byteSpelling(): string[] {
  let next = 0x100;
  return Array.from({ length: 0x100 }, (_, byte) => {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCharCode(printable ? byte : next++);
  });
}

/** Splits at white space; each punctuation mark is a word by itself. */
function bertWords(): PreTokenizer {
  const [punctuation, space] = [classBody('punctuation'), classBody('space')];
  const pattern = new RegExp(`[${punctuation}]|[^${space}${punctuation}]+`, 'gu');
  return { words: (text) => text.match(pattern) ?? [], spell: (word) => word };
}
