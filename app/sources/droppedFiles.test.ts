import { expect, it } from 'vitest';
import { droppedFiles } from './droppedFiles';

type Tree = { readonly [name: string]: Tree | string };

function entryOf(name: string, content: Tree | string): FileSystemEntry {
  if (typeof content === 'string') {
    const file = (resolve: (file: File) => void): void => resolve(new File([content], name));
    return { name, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = [Object.entries(content).map(([inner, one]) => entryOf(inner, one)), []];
    return { readEntries: (resolve: (entries: FileSystemEntry[]) => void) => resolve(left.shift() ?? []) };
  };
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

it('gives the files of a dropped folder with their paths, three levels deep', async () => {
  const deep = { two: { three: { four: { 'in.txt': 'in', five: { 'out.txt': 'out' } } } } };
  const folder = entryOf('one', { 'config.json': '{}', 'checkpoint-9': { 'config.json': '{}' }, ...deep });
  const items = [{ webkitGetAsEntry: () => folder }];
  const dropped = await droppedFiles({ items, files: [] } as unknown as DataTransfer);
  expect(dropped.map((file) => file.webkitRelativePath)).toEqual([
    'one/config.json',
    'one/checkpoint-9/config.json',
    'one/two/three/four/in.txt',
  ]);
});
