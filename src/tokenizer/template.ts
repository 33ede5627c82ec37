/** @file The special tokens around and between texts, and the token type of each part. */
import { shownValue } from '../base/shown';
import { isObject, isTokenId, unusable, type Json } from './tokenizerJson';

/** RoBERTa puts four special tokens around two texts; a sentence must have room beside them. */
const MOST_MARKS = 16;

/** Special tokens, or the position of the first or the second text. */
export type TemplatePart =
  | { readonly kind: 'special'; readonly ids: readonly number[]; readonly type: number }
  | { readonly kind: 'text'; readonly text: 0 | 1; readonly type: number };

export interface Template {
  readonly single: readonly TemplatePart[];
  readonly pair: readonly TemplatePart[];
}

const text = (which: 0 | 1, type: number): TemplatePart => ({ kind: 'text', text: which, type });
const special = (id: number, type: number): TemplatePart => ({ kind: 'special', ids: [id], type });

/**
 * @param json `post_processor` of tokenizer.json; null for no special tokens
 * @throws LabError if it is of a kind that the lab does not know
 */
export function createTemplate(json: Json | null): Template {
  const none: Template = { single: [text(0, 0)], pair: [text(0, 0), text(1, 1)] };
  if (json === null) return none;
  switch (json['type']) {
    case 'ByteLevel': // only changes offsets
      return none;
    case 'RobertaProcessing': {
      const [start, end] = [markId(json, 'cls'), markId(json, 'sep')];
      const first = [special(start, 0), text(0, 0), special(end, 0)];
      return { single: first, pair: [...first, special(end, 0), text(1, 0), special(end, 0)] };
    }
    case 'BertProcessing': {
      const [start, end] = [markId(json, 'cls'), markId(json, 'sep')];
      const first = [special(start, 0), text(0, 0), special(end, 0)];
      return { single: first, pair: [...first, text(1, 1), special(end, 1)] };
    }
    case 'TemplateProcessing':
      return { single: parseTemplate(json, 'single'), pair: parseTemplate(json, 'pair') };
    case 'Sequence': {
      const all: unknown[] = Array.isArray(json['processors']) ? json['processors'] : [];
      if (!all.every(isObject)) throw unusable('its post_processor has a part that is not an object');
      const marking = all.filter((processor) => processor['type'] !== 'ByteLevel');
      if (marking.length <= 1) return createTemplate(marking[0] ?? null);
      throw unusable('its post_processor is a sequence of several, which the lab does not know');
    }
    default:
      throw unusable(
        `its post_processor is of type ${shownValue(json['type'])}, which the lab does not know`,
      );
  }
}

/** `"cls": ["<s>", 0]` */
function markId(json: Json, field: string): number {
  const mark = json[field];
  const id: unknown = Array.isArray(mark) ? mark[1] : undefined;
  if (!isTokenId(id)) throw unusable(`its post_processor has no id for ${field}`);
  return id;
}

function parseTemplate(json: Json, form: 'single' | 'pair'): TemplatePart[] {
  const parts = json[form];
  const specials = json['special_tokens'];
  if (!Array.isArray(parts) || !isObject(specials))
    throw unusable(`its post_processor has no template for ${form} texts`);
  const read = parts.map((part: unknown): TemplatePart => {
    const entry = isObject(part) ? (part['SpecialToken'] ?? part['Sequence']) : null;
    if (!isObject(part) || !isObject(entry))
      throw unusable('its post_processor has a part of an unknown kind');
    const type = entry['type_id'] ?? 0;
    if (!isTokenId(type)) throw unusable(`its post_processor has the token type ${shownValue(type)}`);
    if (part['Sequence'] !== undefined) return text(entry['id'] === 'B' ? 1 : 0, type);
    const name = entry['id'];
    const known = typeof name === 'string' && Object.hasOwn(specials, name) ? specials[name] : undefined;
    const ids: unknown = isObject(known) ? known['ids'] : undefined;
    if (!Array.isArray(ids) || !ids.every(isTokenId))
      throw unusable(`its post_processor has no ids for ${shownValue(name)}`);
    return { kind: 'special', ids, type };
  });
  const texts = read.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  if (texts.toSorted().join() !== (form === 'single' ? '0' : '0,1'))
    throw unusable(`its post_processor has not each text once for ${form} texts`);
  const marks = read.reduce((sum, part) => sum + (part.kind === 'special' ? part.ids.length : 0), 0);
  if (marks > MOST_MARKS) throw unusable(`its post_processor puts ${marks} marks around ${form} texts`);
  return read;
}
