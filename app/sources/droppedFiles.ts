/** @file The files that were dropped on the page: single files, and those in dropped folders, a few levels deep. */

/** How many levels below a dropped folder are read: a hub's cache has `models--owner--name/snapshots/<commit>/`. */
const DEEPEST = 3;

/** Must be called while the drop event is handled, because its items are gone afterwards. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry());
  const plain = [...data.files];
  const files = await Promise.all(
    entries.map((entry, i) => {
      if (entry?.isDirectory) return filesIn(entry as FileSystemDirectoryEntry, entry.name, 0);
      return Promise.resolve(plain[i] ? [plain[i]] : []);
    }),
  );
  return files.flat();
}

async function filesIn(folder: FileSystemDirectoryEntry, path: string, depth: number): Promise<File[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  // A reader gives up to a hundred entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    entries.push(...some);
  }
  const files = entries.map(async (entry) => {
    // The path that a picked folder would give.
    const webkitRelativePath = `${path}/${entry.name}`;
    if (entry.isDirectory)
      return depth === DEEPEST
        ? []
        : filesIn(entry as FileSystemDirectoryEntry, webkitRelativePath, depth + 1);
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [Object.defineProperty(file, 'webkitRelativePath', { value: webkitRelativePath })];
  });
  return (await Promise.all(files)).flat();
}
