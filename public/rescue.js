// The last resort. It stands alone, so that it works when the rest of the lab does not start: it saves what the browser has
// stored to a file, and offers that on a page that stays as index.html has it.
(() => {
  const PREFIX = 'lora-lab';
  const SET_ASIDE = 'lora-lab-set-aside';
  // Token ids of data sets, which are made again when they are missing.
  const LEFT_OUT = ['lora-lab-tokens', 'lora-lab-data-files'];
  // Browsers that cannot list their databases are asked for these.
  const KNOWN = [
    'lora-lab-results-1',
    'lora-lab-trained-1',
    'lora-lab-checkpoints',
    'lora-lab-library',
    SET_ASIDE,
  ];
  // Milliseconds after the page is loaded: when something has failed, and when nothing is known to have failed. The scripts
  // that draw the page come after it is loaded, and may take long.
  const FAILED_AFTER_MS = 1500;
  const SILENT_AFTER_MS = 20_000;
  const LOOK_EVERY_MS = 250;
  const CHUNK = 0x8000;

  /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  /** @param {Uint8Array} bytes */
  function base64(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += CHUNK)
      text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
    return btoa(text);
  }

  // JSON has no typed arrays, no maps and no NaN. Each is written as an object with a key of its own, such as $map.
  /** @param {unknown} value @param {readonly object[]} outer the values that hold it @returns {unknown} */
  function plain(value, outer = []) {
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (typeof value === 'bigint') return { $bigint: String(value) };
    if (value === undefined) return { $undefined: true };
    if (typeof value !== 'object' || value === null) return value;
    if (outer.includes(value)) return { $circular: true };
    if (outer.length > 200) return { $tooDeep: true };
    if (ArrayBuffer.isView(value))
      return {
        $array: value.constructor.name,
        base64: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
      };
    if (value instanceof ArrayBuffer) return { $array: 'ArrayBuffer', base64: base64(new Uint8Array(value)) };
    if (value instanceof Date) return { $date: Number.isNaN(+value) ? null : value.toISOString() };
    const inner = [...outer, value];
    if (value instanceof Map) return { $map: [...value].map((pair) => plain(pair, inner)) };
    if (value instanceof Set) return { $set: [...value].map((each) => plain(each, inner)) };
    if (Array.isArray(value)) return value.map((each) => plain(each, inner));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each, inner)]));
  }

  /** @param {string} what `everything` or `set-aside` @returns {Promise<string[]>} */
  async function databaseNames(what) {
    if (what === 'set-aside') return [SET_ASIDE];
    try {
      const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
      return names.filter((name) => name.startsWith(PREFIX) && !LEFT_OUT.includes(name));
    } catch {
      return KNOWN;
    }
  }

  /** @param {string} name */
  async function openDatabase(name) {
    const opening = indexedDB.open(name);
    // The database does not exist and must not be made.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    return answer(opening);
  }

  // Reads one value at a time, so that a file of many checkpoints is never in memory as one text.
  /** @param {string} name */
  async function* databaseParts(name) {
    let db;
    try {
      db = await openDatabase(name);
    } catch (error) {
      yield JSON.stringify({ database: name, problem: String(error) });
      return;
    }
    try {
      for (const store of db.objectStoreNames) {
        const keys = await answer(db.transaction(store).objectStore(store).getAllKeys());
        for (const key of keys) {
          let found;
          try {
            found = { value: plain(await answer(db.transaction(store).objectStore(store).get(key))) };
          } catch (error) {
            found = { problem: String(error) };
          }
          yield JSON.stringify({ database: name, store, key: plain(key), ...found });
        }
      }
    } finally {
      db.close();
    }
  }

  /** @param {() => Storage} storage a function, because asking for the storage alone may throw */
  function storedTexts(storage) {
    try {
      const own = Object.entries(storage()).filter(([key]) => key.startsWith(PREFIX));
      return Object.fromEntries(own);
    } catch {
      return {};
    }
  }

  /** @param {string} what as above */
  async function saveStored(what) {
    const head = {
      format: 'LoRA Lab, what a browser has stored',
      version: 1,
      savedAt: new Date().toISOString(),
    };
    const texts =
      what === 'set-aside'
        ? {}
        : { preferences: storedTexts(() => localStorage), session: storedTexts(() => sessionStorage) };
    /** @type {BlobPart[]} */
    const parts = [`${JSON.stringify({ ...head, ...texts }).slice(0, -1)},"values":[\n`];
    let separator = '';
    for (const name of await databaseNames(what))
      for await (const part of databaseParts(name)) {
        // Each part is a Blob, which the browser may keep on the disk.
        parts.push(new Blob([separator, part]));
        separator = ',\n';
      }
    parts.push('\n]}\n');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(parts, { type: 'application/json' }));
    link.download = `lora-lab-stored-${head.savedAt.slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  Object.assign(globalThis, { loraLabRescue: { saveStored } });

  // A page that is not drawn says what kept it from starting and offers a way out.
  let reason = '';
  /** @param {string} text */
  const note = (text) => {
    reason ||= text.slice(0, 600);
  };
  /** @param {EventTarget | null} target */
  function scriptAddress(target) {
    if (target instanceof HTMLScriptElement) return target.src;
    return target instanceof HTMLLinkElement && target.rel === 'modulepreload' ? target.href : '';
  }
  addEventListener(
    'error',
    ({ message, target }) => {
      const address = scriptAddress(target);
      note(
        address === '' ? String(message ?? '') : `The file ${address.split('/').pop()} could not be loaded.`,
      );
    },
    true,
  );
  addEventListener('unhandledrejection', (event) => note(String(event.reason)));

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {object} properties
   * @param {(Node | string)[]} children
   */
  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  /** @param {HTMLElement} root */
  function tell(root) {
    const status = element('p', { role: 'status' });
    const save = element('button', { type: 'button', className: 'text-button' }, 'Save what is stored');
    save.dataset.testid = 'rescue-save';
    save.onclick = () =>
      saveStored('everything').catch((error) => {
        status.textContent = `The browser does not let the page read it: ${error}`;
      });
    const reload = element('button', { type: 'button', className: 'text-button' }, 'Reload the page');
    reload.onclick = () => location.reload();
    const panel = element(
      'main',
      { className: 'rescue' },
      element(
        'div',
        { role: 'alert' },
        element('h1', {}, 'LoRA Lab could not start'),
        element('p', {}, reason || 'The reason is not known.'),
      ),
      element(
        'p',
        {},
        'Finished trials and the library are kept in this browser. Reload the page; if that does not help, save what is stored to a file.',
      ),
      element('p', {}, reload, ' ', save),
      status,
    );
    panel.dataset.testid = 'rescue';
    root.replaceChildren(panel);
  }

  addEventListener('load', () => {
    const loadedAt = performance.now();
    const looking = setInterval(() => {
      const root = document.getElementById('root');
      const isDrawn = !root || (root.childElementCount > 0 && root.querySelector('.shell') === null);
      const patience = reason === '' ? SILENT_AFTER_MS : FAILED_AFTER_MS;
      if (!isDrawn && performance.now() - loadedAt < patience) return;
      clearInterval(looking);
      if (root && !isDrawn) tell(root);
    }, LOOK_EVERY_MS);
  });
})();
