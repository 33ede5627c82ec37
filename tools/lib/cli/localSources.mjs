/** @file Gives the page a model, data and adapters of this device. The browser reads the files itself, whatever their size. */

/** @typedef {import('playwright').Page} Page */

/** @param {Page} page @param {readonly string[]} paths @returns an input of the page that holds the files */
async function inputOf(page, paths) {
  const input = await page.evaluateHandle(() => window.loraLab.fileInput());
  await input.setInputFiles([...paths]);
  return input;
}

/**
 * @param {Page} page
 * @param {import('./sourceFlags.mjs').Sources} sources
 * @param {{ token: string | null, alone: boolean }} more alone: the adapters are all that is run
 */
export async function handOver(
  page,
  { model, train, validation, adapters, evaluateOnly, hub },
  { token, alone },
) {
  if (hub !== null || token !== null)
    await page.evaluate((choice) => window.loraLab.chooseHub(choice), { url: hub, token });
  if (train !== null) {
    const inputs = {
      train: await inputOf(page, [train]),
      validation: validation === null ? null : await inputOf(page, [validation]),
    };
    await page.evaluate((files) => window.loraLab.chooseData(files.train, files.validation), inputs);
  }
  if (typeof model === 'string') await page.evaluate((id) => window.loraLab.chooseModel(id), model);
  else if (model !== null) {
    const picked = { input: await inputOf(page, model.paths), folder: model.folder };
    await page.evaluate((folder) => window.loraLab.chooseModel(folder), picked);
  }
  if (adapters.length === 0) return;
  const picked = [];
  for (const { folder, paths } of adapters) picked.push({ input: await inputOf(page, paths), folder });
  await page.evaluate(({ folders, options }) => window.loraLab.addAdapters(folders, options), {
    folders: picked,
    options: { evaluateOnly, alone },
  });
}
