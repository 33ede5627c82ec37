import { describe, expect, it } from 'vitest';
import { freeId, pickedModel } from './modelFolder';

function file(path: string, content = path): File {
  const made = new File([content], path.split('/').at(-1)!, { lastModified: 0 });
  Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
  return made;
}

const FOLDER = ['config.json', 'tokenizer.json', 'model.safetensors', '1_Pooling/config.json', 'README.md'];

describe('pickedModel', () => {
  it('takes the folder’s own files, not those of folders within it', () => {
    const { name, files } = pickedModel(FOLDER.map((path) => file(`minilm/${path}`)));
    expect(name).toBe('minilm');
    expect(files.map((one) => one.name)).toEqual(['config.json', 'tokenizer.json', 'model.safetensors']);
    expect(files[0]!.webkitRelativePath).toBe('minilm/config.json');
  });
  it('takes a Trainer’s final model, not its checkpoints, and nothing that macOS adds', () => {
    const own = ['out/config.json', 'out/tokenizer.json', 'out/model.safetensors'];
    const others = ['out/checkpoint-1/model.safetensors', 'out/._model.safetensors', '__MACOSX/config.json'];
    const { name, files } = pickedModel([...others, ...own].map((path) => file(path)));
    expect(name).toBe('out');
    expect(files.map((one) => one.webkitRelativePath)).toEqual(own);
  });
  it.each([[['vocab.txt', 'added_tokens.json']], [['vocab.json', 'merges.txt']]])(
    'takes a tokenizer of %j',
    (tokenizer) => {
      const paths = ['m/config.json', 'm/model.safetensors', ...tokenizer.map((name) => `m/${name}`)];
      expect(pickedModel(paths.map((path) => file(path))).files).toHaveLength(4);
    },
  );
  it.each([
    ['out', ['out/training_args.bin', 'out/runs/events', 'out/checkpoint-9/'], 'checkpoint-9'],
    ['st', ['st/modules.json', 'st/1_Pooling/config.json', 'st/0_Transformer/'], '0_Transformer'],
    [
      'models--me--mini',
      ['models--me--mini/refs/main', 'models--me--mini/blobs/b0', 'models--me--mini/snapshots/01ab/'],
      'me--mini',
    ],
  ])('finds the model further down in %s', (_, others, wanted) => {
    const folder = others.at(-1)!;
    const own = ['config.json', 'tokenizer.json', 'model.safetensors'].map((name) => folder + name);
    const { name, files } = pickedModel([...others.slice(0, -1), ...own].map((path) => file(path)));
    expect(name).toBe(wanted);
    expect(files.map((one) => one.webkitRelativePath)).toEqual(own);
  });
  it('takes single files', () => {
    const files = ['config.json', 'tokenizer.json', 'weights.safetensors'].map((path) => file(path));
    expect(pickedModel(files)).toEqual({ name: 'model', files });
  });
  it.each([
    [['m/config.json', 'm/tokenizer.json'], /folder m lack model\.safetensors/],
    [['m/model.safetensors'], /config\.json and tokenizer\.json \(or vocab\.txt/],
    [['m/1_Pooling/config.json', 'm/tokenizer.json', 'm/model.safetensors'], /lack config\.json/],
    [['m/config.json', 'm/model.safetensors', 'm/vocab.json'], /lack tokenizer\.json \(or vocab\.txt/],
    [
      ['a', 'b'].flatMap((name) => FOLDER.map((path) => `out/checkpoint-${name}/${path}`)),
      /several: checkpoint-a, checkpoint-b/,
    ],
    [[], /lack config\.json/],
    [
      ['m/config.json', 'm/tokenizer.json', 'm/pytorch_model.bin'],
      /lack model\.safetensors \(pytorch_model\.bin is a pickle/,
    ],
    [['a/adapter_config.json', 'a/adapter_model.safetensors', 'a/tokenizer.json'], /a is a PEFT adapter/],
  ])('refuses %j', (paths, message) => {
    expect(() => pickedModel(paths.map((path) => file(path)))).toThrow(message);
  });
});

it('gives other files of the same name another id', () => {
  const [first, second] = [[file('config.json', 'a')], [file('config.json', 'bb')]];
  const taken = new Map([['local:m', first]]);
  expect(freeId('local:m', [file('config.json', 'a')], taken)).toBe('local:m');
  expect(freeId('local:m', second, taken)).toBe('local:m-2');
  expect(freeId('local:other', second, taken)).toBe('local:other');
});
