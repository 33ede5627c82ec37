/** @file The files of what was dropped on the page: files as they are, folders with the files directly in them. */

/** To be called while the drop is handled: its items are gone afterwards. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry());
  const plain = [...data.files];
  const files = await Promise.all(
    entries.map((entry, i) => {
      if (entry?.isDirectory) return filesIn(entry as FileSystemDirectoryEntry);
      return Promise.resolve(plain[i] ? [plain[i]] : []);
    }),
  );
  return files.flat();
}

async function filesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  // A reader gives a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    entries.push(...some);
  }
  return Promise.all(
    entries
      .filter((entry): entry is FileSystemFileEntry => entry.isFile)
      .map(async (entry) => {
        const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
        // As a folder that is chosen gives it.
        const webkitRelativePath = `${folder.name}/${file.name}`;
        return Object.defineProperty(file, 'webkitRelativePath', { value: webkitRelativePath });
      }),
  );
}
