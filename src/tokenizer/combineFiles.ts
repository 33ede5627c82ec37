/**
 * @file The tokenizer that Transformers makes from a model's several files. Its classes for BERT and RoBERTa take the
 * vocabulary alone from tokenizer.json and build the rest from tokenizer_config.json and their own defaults.
 */
import { combineAddedTokens, type SideFiles, type SpecialTokens } from './combineAddedTokens';
import { LabError } from '../base/errors';
import { shownName, shownValue } from '../base/shown';
import { isObject, type Json } from './tokenizerJson';

export type Family = 'bert' | 'roberta';

/** Classes, without "Fast" at the end, that Transformers builds as it builds BERT's or RoBERTa's. */
const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ...['Bert', 'DistilBert', 'Electra', 'MobileBert', 'ConvBert', 'LayoutLM', 'SqueezeBert'].map(
    (name): [string, Family] => [`${name}Tokenizer`, 'bert'],
  ),
  ...['Roberta', 'Bart', 'Longformer'].map((name): [string, Family] => [`${name}Tokenizer`, 'roberta']),
]);

const DEFAULTS: Readonly<Record<Family, SpecialTokens>> = {
  bert: {
    unk_token: '[UNK]',
    sep_token: '[SEP]',
    pad_token: '[PAD]',
    cls_token: '[CLS]',
    mask_token: '[MASK]',
  },
  roberta: {
    bos_token: '<s>',
    eos_token: '</s>',
    unk_token: '<unk>',
    sep_token: '</s>',
    pad_token: '<pad>',
    cls_token: '<s>',
    mask_token: '<mask>',
  },
};

/** @returns the content of a complete tokenizer.json, as unchecked as the given one */
export function combineFiles(json: unknown, files: SideFiles): unknown {
  if (!isObject(json) || !isObject(json['model']) || !isObject(json['model']['vocab'])) return json;
  const own: unknown = json['added_tokens'] ?? [];
  if (!Array.isArray(own) || !own.every(isObject)) return json;
  const { model } = json as { readonly model: Json };
  const vocab = model['vocab'] as Json;
  const isByteLevel = (model['type'] ?? ('merges' in model ? 'BPE' : null)) === 'BPE';
  const family = familyOf(files);
  // A class that does not fit the file's kind of vocabulary is a mistake: the file says what it is.
  if (family === null || isByteLevel !== (family === 'roberta'))
    return { ...json, added_tokens: combineAddedTokens(own, own, vocab, files, {}) };

  const added = combineAddedTokens(own, [], vocab, files, DEFAULTS[family]);
  const mark = (role: string): [string, unknown] => {
    const content = contentOf(settingOf(files, role)) ?? DEFAULTS[family][role] ?? '';
    return [content, added.find((token) => isObject(token) && token['content'] === content)?.['id']];
  };
  const build = family === 'bert' ? bertParts : robertaParts;
  return { ...json, added_tokens: added, ...build(json, model, files.settings, mark) };
}

type Mark = (role: string) => [content: string, id: unknown];

/** Null if tokenizer.json is used unchanged, as for PreTrainedTokenizerFast. */
function familyOf({ settings, model }: SideFiles): Family | null {
  const named = tokenizerClass(settings, model);
  if (named !== null) return FAMILIES.get(named.replace(/Fast$/, '')) ?? null;
  const type = model['model_type'];
  return type === 'bert' || type === 'roberta' ? type : null;
}

function tokenizerClass(settings: Json, model: Json): string | null {
  const named = settings['tokenizer_class'] ?? model['tokenizer_class'];
  return typeof named === 'string' ? named : null;
}

/**
 * A vocabulary alone does not say how texts become words: the class does.
 * @param file the vocabulary file's name
 * @throws LabError if the model's class, or its type if no class is named, is not one that builds from such a
 * vocabulary
 */
export function checkBuilds(family: Family, file: string, side: SideFiles): void {
  const { settings, model } = side;
  const named = tokenizerClass(settings, model);
  const type = model['model_type'];
  const unknown = named === null && type !== 'bert' && type !== 'roberta';
  if (unknown || familyOf(side) === family) return;
  const what = named === null ? `a model of type ${shownValue(type)}` : `the tokenizer ${shownName(named)}`;
  throw new LabError(
    `The model has no tokenizer.json, and the lab cannot build ${what} from ${file}.`,
    'Add the tokenizer.json: AutoTokenizer.from_pretrained(folder).save_pretrained(folder) writes it, where the tokenizer has one. Else choose another model.',
  );
}

function bertParts(json: Json, { vocab }: Json, settings: Json, mark: Mark): Json {
  return {
    normalizer: bertNormalizer(settings),
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: json['post_processor'] ?? {
      type: 'BertProcessing',
      cls: mark('cls_token'),
      sep: mark('sep_token'),
    },
    model: { type: 'WordPiece', vocab, unk_token: mark('unk_token')[0] },
  };
}

/** The normalizer that BERT's class makes from tokenizer_config.json. */
export function bertNormalizer(settings: Json): Json {
  return {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: settings['tokenize_chinese_chars'] !== false,
    strip_accents: settings['strip_accents'] ?? null,
    lowercase: settings['do_lower_case'] !== false,
  };
}

function robertaParts(_json: Json, { vocab, merges }: Json, settings: Json, mark: Mark): Json {
  return {
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: settings['add_prefix_space'] === true },
    post_processor: { type: 'RobertaProcessing', cls: mark('cls_token'), sep: mark('sep_token') },
    model: { type: 'BPE', unk_token: null, vocab, merges },
  };
}

/** special_tokens_map.json wins, unless the settings are from a version of Transformers that no longer reads it. */
function settingOf({ settings, specialTokens }: SideFiles, role: string): unknown {
  const older = isObject(settings['added_tokens_decoder']) ? undefined : specialTokens[role];
  return older ?? settings[role];
}

/** A token as text, or as an object that holds it. */
function contentOf(token: unknown): string | null {
  if (typeof token === 'string') return token;
  return isObject(token) && typeof token['content'] === 'string' ? token['content'] : null;
}
