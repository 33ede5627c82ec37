/** @file Writes small models with random weights, as Transformers' save_pretrained would, for tests. */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const WORDS = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  'the',
  'film',
  'is',
  'not',
  'good',
  'bad',
  '.',
  ',',
];

/**
 * @typedef {object} MadeModel
 * @property {number} [layers]
 * @property {number} [hidden]
 * @property {number} [vocabulary] rows of the word table; only the first are words
 * @property {number} [shards] more than 1: with an index
 * @property {string} [without] a tensor that is left out
 */

/**
 * A BERT encoder with a WordPiece tokenizer of a few words.
 * @param {string} folder
 * @param {MadeModel} [options]
 */
export async function makeBert(
  folder,
  { layers = 2, hidden = 16, vocabulary = WORDS.length, shards = 1, without } = {},
) {
  await mkdir(folder, { recursive: true });
  const config = {
    model_type: 'bert',
    num_hidden_layers: layers,
    hidden_size: hidden,
    num_attention_heads: 2,
    intermediate_size: 2 * hidden,
    vocab_size: vocabulary,
    max_position_embeddings: 64,
    type_vocab_size: 2,
    pad_token_id: 0,
    layer_norm_eps: 1e-12,
    hidden_act: 'gelu',
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(wordPiece()));
  await writeFile(
    join(folder, 'tokenizer_config.json'),
    JSON.stringify({ tokenizer_class: 'BertTokenizer', do_lower_case: true, model_max_length: 64 }),
  );
  const shapes = bertShapes(config).filter(([name]) => name !== without);
  if (shards === 1) return writeWeights(join(folder, 'model.safetensors'), shapes);
  /** @type {Record<string, string>} */
  const weightMap = {};
  for (let shard = 0; shard < shards; shard++) {
    const name = `model-${shard + 1}-of-${shards}.safetensors`;
    const part = shapes.filter((_, i) => i % shards === shard);
    for (const [tensor] of part) weightMap[tensor] = name;
    await writeWeights(join(folder, name), part);
  }
  await writeFile(
    join(folder, 'model.safetensors.index.json'),
    JSON.stringify({ metadata: {}, weight_map: weightMap }),
  );
}

/** @typedef {readonly [name: string, shape: readonly number[]]} NamedShape */

/** @param {{ num_hidden_layers: number, hidden_size: number, intermediate_size: number, vocab_size: number, max_position_embeddings: number, type_vocab_size: number }} config */
function bertShapes(config) {
  const { hidden_size: h, intermediate_size: f } = config;
  /** @type {NamedShape[]} */
  const shapes = [
    ['bert.embeddings.word_embeddings.weight', [config.vocab_size, h]],
    ['bert.embeddings.position_embeddings.weight', [config.max_position_embeddings, h]],
    ['bert.embeddings.token_type_embeddings.weight', [config.type_vocab_size, h]],
  ];
  /** @param {string} name */
  const norm = (name) => shapes.push([`${name}.gamma`, [h]], [`${name}.beta`, [h]]);
  /** @param {string} name @param {number} input @param {number} output */
  const linear = (name, input, output) =>
    shapes.push([`${name}.weight`, [output, input]], [`${name}.bias`, [output]]);
  norm('bert.embeddings.LayerNorm');
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const at = `bert.encoder.layer.${layer}`;
    for (const name of ['query', 'key', 'value']) linear(`${at}.attention.self.${name}`, h, h);
    linear(`${at}.attention.output.dense`, h, h);
    norm(`${at}.attention.output.LayerNorm`);
    linear(`${at}.intermediate.dense`, h, f);
    linear(`${at}.output.dense`, f, h);
    norm(`${at}.output.LayerNorm`);
  }
  linear('bert.pooler.dense', h, h);
  return shapes;
}

/** Tensor by tensor, as the file may be larger than memory is wide. @param {string} path @param {readonly NamedShape[]} shapes */
async function writeWeights(path, shapes) {
  /** @param {readonly number[]} shape */
  const sizeOf = (shape) => shape.reduce((product, extent) => product * extent, 1);
  let end = 0;
  const header = Object.fromEntries(
    shapes.map(([name, shape]) => {
      const begin = end;
      end += 4 * sizeOf(shape);
      return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
    }),
  );
  const json = Buffer.from(JSON.stringify({ __metadata__: { format: 'pt' }, ...header }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = await open(path, 'w');
  try {
    await file.write(Buffer.concat([length, json]));
    let state = 1;
    for (const [name, shape] of shapes) {
      const values = new Float32Array(sizeOf(shape));
      const center = name.endsWith('.gamma') ? 1 : 0;
      for (let i = 0; i < values.length; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        values[i] = center + 0.1 * (state / 2 ** 32 - 0.5);
      }
      await file.write(new Uint8Array(values.buffer));
    }
  } finally {
    await file.close();
  }
}

function wordPiece() {
  const special = WORDS.slice(0, 5).map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const mark = (/** @type {string} */ token) => ({ SpecialToken: { id: token, type_id: 0 } });
  const tokens = (/** @type {string} */ token) => [
    token,
    { id: token, ids: [WORDS.indexOf(token)], tokens: [token] },
  ];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [mark('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, mark('[SEP]')],
      pair: [
        mark('[CLS]'),
        { Sequence: { id: 'A', type_id: 0 } },
        mark('[SEP]'),
        { Sequence: { id: 'B', type_id: 1 } },
        { SpecialToken: { id: '[SEP]', type_id: 1 } },
      ],
      special_tokens: Object.fromEntries([tokens('[CLS]'), tokens('[SEP]')]),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    },
  };
}
