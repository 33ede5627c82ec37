/** @file Normalizes a text before it is cut into words, exactly as Hugging Face's tokenizers do. */
import { classBody } from './characters';
import { shownValue } from '../base/shown';
import { unusable, type Json } from './tokenizerJson';

export type Normalize = (text: string) => string;

/**
 * @param json `normalizer` of tokenizer.json; null for none
 * @throws LabError if it is of a kind that the lab does not know
 */
export function createNormalizer(json: Json | null): Normalize {
  if (json === null) return (text) => text;
  const { type } = json;
  switch (type) {
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return (text) => text.normalize(type);
    case 'Lowercase':
      return lowercase;
    case 'StripAccents':
      return removing('combining');
    case 'BertNormalizer':
      return bertNormalizer(json);
    case 'Sequence': {
      const parts = Array.isArray(json['normalizers']) ? (json['normalizers'] as Json[]) : [];
      const steps = parts.map(createNormalizer);
      return (text) => steps.reduce((result, step) => step(result), text);
    }
    default:
      throw unusable(`its normalizer is of type ${shownValue(type)}, which the lab does not know`);
  }
}

/** Lowers each letter by itself: JavaScript would turn a Σ that ends a word into ς. */
function lowercase(text: string): string {
  return text.replaceAll('Σ', 'σ').toLowerCase();
}

function removing(name: 'combining' | 'nonspacing' | 'control'): Normalize {
  const pattern = new RegExp(`[${classBody(name)}]+`, 'gu');
  return (text) => text.replace(pattern, '');
}

/** Applies cleaning, spaces around Chinese characters, accents and case, in this order. */
function bertNormalizer(json: Json): Normalize {
  const steps: Normalize[] = [];
  const lowers = json['lowercase'] === true;
  if (json['clean_text'] === true) {
    const spaces = new RegExp(`[${classBody('space')}]`, 'gu');
    steps.push(removing('control'), (text) => text.replace(spaces, ' '));
  }
  if (json['handle_chinese_chars'] === true) {
    const chinese = new RegExp(`[${classBody('chinese')}]`, 'gu');
    steps.push((text) => text.replace(chinese, ' $& '));
  }
  if (json['strip_accents'] ?? lowers) steps.push((text) => text.normalize('NFD'), removing('nonspacing'));
  if (lowers) steps.push(lowercase);
  return (text) => steps.reduce((result, step) => step(result), text);
}
