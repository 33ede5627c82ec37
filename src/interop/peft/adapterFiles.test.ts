import { readFileSync } from 'node:fs';
import { strToU8, unzipSync, Zip, ZipDeflate, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { adapterFiles } from './adapterFiles';

const CONFIG = 'adapter_config.json';
const WEIGHTS = 'adapter_model.safetensors';

const archive = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    readFileSync(new URL(`../../../tools/parity/fixtures/adapters/archives/${name}`, import.meta.url)),
  );
const zipFile = (bytes: Uint8Array): File => new File([bytes as Uint8Array<ArrayBuffer>], 'mine.ZIP');
const packed = (paths: readonly string[]): Uint8Array => {
  const entries: Zippable = Object.fromEntries(paths.map((path) => [path, strToU8(`at ${path}`)]));
  return zipSync(entries);
};
/** Copies the zip, with other bytes where its directory describes the first entry. */
function patched(bytes: Uint8Array, change: (view: DataView, directory: number) => void): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  change(view, view.getUint32(copy.length - 22 + 16, true));
  return copy;
}
/** A zip as written by a program that does not know sizes when it begins: they follow each entry. */
function streamed(contents: Readonly<Record<string, string>>): Uint8Array {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const [path, text] of Object.entries(contents)) {
    const entry = new ZipDeflate(path);
    zip.add(entry);
    entry.push(strToU8(text), true);
  }
  zip.end();
  return new Uint8Array(Buffer.concat(parts));
}
/** Rewrites a zip of one entry with its sizes and offsets in the 64-bit fields. */
function zip64(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 22;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const at = view.getUint32(end + 16, true);
  const record = new DataView(bytes.slice(at, end).buffer);
  const extra = new DataView(new ArrayBuffer(28));
  extra.setUint16(0, 1, true);
  extra.setUint16(2, 24, true);
  for (const [place, from] of [24, 20, 42].entries()) {
    extra.setBigUint64(4 + 8 * place, BigInt(record.getUint32(from, true)), true);
    record.setUint32(from, 0xffffffff, true);
  }
  record.setUint16(30, 28, true);
  const directory = record.byteLength + extra.byteLength;
  const end64 = new DataView(new ArrayBuffer(56));
  end64.setUint32(0, 0x06064b50, true);
  end64.setBigUint64(4, 44n, true);
  end64.setBigUint64(24, 1n, true);
  end64.setBigUint64(32, 1n, true);
  end64.setBigUint64(40, BigInt(directory), true);
  end64.setBigUint64(48, BigInt(at), true);
  const locator = new DataView(new ArrayBuffer(20));
  locator.setUint32(0, 0x07064b50, true);
  locator.setBigUint64(8, BigInt(at + directory), true);
  locator.setUint32(16, 1, true);
  const last = new DataView(bytes.slice(end).buffer);
  for (const place of [8, 10]) last.setUint16(place, 0xffff, true);
  for (const place of [12, 16]) last.setUint32(place, 0xffffffff, true);
  const parts = [record, extra, end64, locator, last].map(({ buffer }) => new Uint8Array(buffer));
  return new Uint8Array(Buffer.concat([bytes.slice(0, at), ...parts]));
}
async function read(picked: readonly File[]) {
  const { files, name } = await adapterFiles(picked);
  const texts = await Promise.all(files.map(async (file) => [file.name, await file.text()]));
  return { name, texts: Object.fromEntries(texts) as Record<string, string> };
}
function inFolder(path: string): File {
  const file = new File([`at ${path}`], path.split('/').at(-1)!);
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

describe('an adapter’s zip', () => {
  it('is read as Windows PowerShell 5 writes it, with back slashes', async () => {
    const { files } = await adapterFiles([zipFile(archive('backslashes.zip'))]);
    expect(files.map(({ name, size }) => [name, size])).toEqual([
      [CONFIG, 591],
      [WEIGHTS, 18904],
    ]);
  });

  it('of a Trainer’s folder gives the final adapter, whichever comes first', async () => {
    const bytes = archive('checkpoints-first.zip');
    const entries = unzipSync(bytes);
    const final = entries[`out/${WEIGHTS}`]!;
    expect(Buffer.from(final).equals(entries[`out/checkpoint-1/${WEIGHTS}`]!)).toBe(false);
    const { files } = await adapterFiles([zipFile(bytes)]);
    const weights = files.find(({ name }) => name === WEIGHTS)!;
    expect(Buffer.from(await weights.arrayBuffer()).equals(final)).toBe(true);
  });

  it.each([
    [[CONFIG, WEIGHTS]],
    [
      [
        `__MACOSX/${CONFIG}`,
        `out/._${CONFIG}`,
        `out/${CONFIG}`,
        `out/${WEIGHTS}`,
        `__MACOSX/out/._${WEIGHTS}`,
      ],
    ],
    [[`out/a/b/${CONFIG}`, `out/${WEIGHTS}`, `out/${CONFIG}`]],
    [[`../../${CONFIG}`, `../../${WEIGHTS}`]],
    [[`/etc/${CONFIG}`, `/etc/${WEIGHTS}`]],
    [[`C:\\out\\${CONFIG}`, `C:\\out\\${WEIGHTS}`]],
  ])('of %j is read, under bare names', async (paths) => {
    const { texts, name } = await read([zipFile(packed(paths))]);
    expect(name).toBe('mine');
    expect(Object.keys(texts).sort()).toEqual([CONFIG, WEIGHTS]);
    for (const [base, text] of Object.entries(texts)) {
      const wanted = paths.filter((path) => path.endsWith(base) && !/__MACOSX|\._|a\/b/.test(path));
      expect([text]).toEqual(wanted.map((path) => `at ${path}`));
    }
  });

  it('with two adapters side by side asks which', async () => {
    const paths = ['checkpoint-1', 'checkpoint-2'].flatMap((folder) => [
      `out/${folder}/${CONFIG}`,
      `out/${folder}/${WEIGHTS}`,
    ]);
    await expect(read([zipFile(packed(paths))])).rejects.toThrow(
      /several adapters: out\/checkpoint-1, out\/checkpoint-2/,
    );
    await expect(read([zipFile(packed([`out/${CONFIG}`, `out\\${CONFIG}`]))])).rejects.toThrow(/twice/);
  });

  it('written as a stream is read, with sizes behind the entries', async () => {
    const bytes = streamed({ [CONFIG]: 'a config', [WEIGHTS]: 'the weights' });
    expect(new DataView(bytes.buffer).getUint16(6, true) & 8).toBe(8);
    expect((await read([zipFile(bytes)])).texts).toEqual({ [CONFIG]: 'a config', [WEIGHTS]: 'the weights' });
  });

  it('with fields of 64 bits is read', async () => {
    const { texts } = await read([zipFile(zip64(packed([CONFIG])))]);
    expect(texts).toEqual({ [CONFIG]: `at ${CONFIG}` });
  });

  it('whose entries overlap is refused', async () => {
    const zip = zipSync(
      { [CONFIG]: new Uint8Array(400_000), [WEIGHTS]: new Uint8Array(400_000) },
      { level: 0 },
    );
    const config = zip.length - 22 - 2 * 46 - CONFIG.length - WEIGHTS.length;
    const second = config + 46 + CONFIG.length;
    // Both entries begin where the first does, and the first reaches to the end of the second.
    const overlapping = patched(zip, (view) => {
      for (const at of [config, second]) {
        for (const size of [20, 24]) view.setUint32(at + size, 790_000, true);
        view.setUint32(at + 42, 0, true);
      }
    });
    await expect(read([zipFile(overlapping)])).rejects.toThrow(/claims 790000 bytes, more than/);
  });

  const good = packed([CONFIG, WEIGHTS]);
  it.each([
    ['no zip', strToU8('<html>Sign in</html>'), /no zip file, or damaged/],
    ['empty', new Uint8Array(0), /no zip file, or damaged/],
    ['cut', good.slice(40), /damaged/],
    [
      'a bomb by its claim',
      patched(good, (view, at) => view.setUint32(at + 24, 400_000_000, true)),
      /claims/,
    ],
    ['too large a claim', patched(good, (view, at) => view.setUint32(at + 24, 0xfffffff0, true)), /claims/],
    [
      'packed beyond its end',
      patched(good, (view, at) => view.setUint32(at + 20, 1_000_000, true)),
      /claims/,
    ],
    ['a false size', patched(good, (view, at) => view.setUint32(at + 24, 3, true)), /damaged/],
    ['encrypted', patched(good, (view, at) => view.setUint16(at + 8, 1, true)), /is encrypted/],
    ['of another checksum', patched(good, (view, at) => view.setUint32(at + 16, 7, true)), /is damaged/],
    ['of an unknown method', patched(good, (view, at) => view.setUint16(at + 10, 99, true)), /damaged/],
    [
      'of too many entries',
      packed(Array.from({ length: 10_001 }, (_, index) => `${index}`)),
      /more than 10000 entries/,
    ],
  ])('that is %s is refused', async (_, bytes, message) => {
    await expect(read([zipFile(bytes)])).rejects.toThrow(message);
  });

  it('that unpacks to more than an adapter has is refused before it is unpacked', async () => {
    const bomb = zipSync({ [CONFIG]: new Uint8Array(1_000_000), [WEIGHTS]: strToU8('x') });
    expect(bomb.length).toBeLessThan(5000);
    const claimed = patched(bomb, (view, at) => view.setUint32(at + 24, 600_000_000, true));
    await expect(read([zipFile(claimed)])).rejects.toThrow(/claims 600000000 bytes/);
  });
});

it('takes a picked folder’s shallowest adapter, and single files as they are', async () => {
  const paths = ['out/checkpoint-9/', 'out/'].flatMap((folder) => [folder + CONFIG, folder + WEIGHTS]);
  const { name, texts } = await read(paths.map(inFolder));
  expect(name).toBe('out');
  expect(texts).toEqual({ [CONFIG]: `at out/${CONFIG}`, [WEIGHTS]: `at out/${WEIGHTS}` });
  const single = [CONFIG, WEIGHTS, 'README.md'].map((base) => new File([base], base));
  expect((await adapterFiles(single)).files.map((file) => file.name)).toEqual([CONFIG, WEIGHTS]);
  expect((await adapterFiles([])).files).toEqual([]);
});

describe('files as a browser or a person left them', () => {
  const at = (name: string, content = `at ${name}`): File => new File([content], name, { lastModified: 7 });

  it.each([
    ['adapter_config (1).json', 'adapter_model (1).safetensors'],
    ['adapter_config(2).json', 'adapter_model(2).safetensors'],
    ['adapter_config-1.json', 'adapter_model-1.safetensors'],
    ['adapter_config 2.json', 'adapter_model 2.safetensors'],
  ])('%s and %s are read under their own names', async (config, weights) => {
    const { files } = await adapterFiles([at(config), at(weights)]);
    expect(files.map(({ name, lastModified }) => [name, lastModified])).toEqual([
      [CONFIG, 7],
      [WEIGHTS, 7],
    ]);
    expect((await read([zipFile(packed([config, weights]))])).texts).toEqual({
      [CONFIG]: `at ${config}`,
      [WEIGHTS]: `at ${weights}`,
    });
  });

  it('numbered files beside the others are of another download', async () => {
    const names = ['adapter_config (1).json', CONFIG, 'adapter_model (1).safetensors', WEIGHTS];
    const { texts } = await read(names.map((name) => at(name)));
    expect(texts).toEqual({ [CONFIG]: `at ${CONFIG}`, [WEIGHTS]: `at ${WEIGHTS}` });
    const two = ['adapter_config (1).json', 'adapter_config (2).json'].map((name) => at(name));
    await expect(adapterFiles(two)).rejects.toThrow(/adapter_config\.json twice/);
  });

  it('a zip is found beside other files', async () => {
    const zip = zipFile(packed([CONFIG, WEIGHTS]));
    expect((await adapterFiles([at('README.md'), zip])).files).toHaveLength(2);
  });

  it('a zip without an adapter says so, and names a zip within', async () => {
    await expect(read([zipFile(packed(['notes.txt']))])).rejects.toThrow(
      /mine\.ZIP holds no adapter_config\.json\./,
    );
    await expect(read([zipFile(packed(['a/inner.zip', 'README.txt']))])).rejects.toThrow(
      /holds no adapter_config\.json, but the zip inner\.zip/,
    );
  });

  it.each(['mine.tar.gz', 'mine.tgz', 'mine.7z', 'mine.rar'])('%s is named as what it is', async (name) => {
    await expect(adapterFiles([at(name)])).rejects.toThrow(/is an archive that the lab does not unpack/);
  });
});
