/** @file The page's Content-Security-Policy: the lab never violates it, it blocks what it should, and no other origin is asked. */
import { expect, test, type Page } from '@playwright/test';
import { experimentOf, inLab, openLab, runToEnd, stateOf, TINY } from './lab';
import { storeTrials } from './support/storedTrials';

declare global {
  interface Window {
    violations: string[];
  }
}

interface Watch {
  /** Errors in the console and in scripts, and reports of the policy, so far. */
  readonly complaints: () => Promise<string[]>;
  /** Requests that left the page's origin. */
  readonly otherTab: string[];
}

/** Must be called before the page is opened. */
async function watch(page: Page, baseURL: string): Promise<Watch> {
  const errors: string[] = [];
  const otherTab: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /content.security.policy|trusted/i.test(message.text()))
      errors.push(message.text());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:/.test(url.protocol) && url.origin !== new URL(baseURL).origin) otherTab.push(url.href);
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  return {
    complaints: async () => [...errors, ...(await page.evaluate(() => window.violations))],
    otherTab,
  };
}

test('the main journeys offend nothing and stay at the page’s origin', async ({ page, baseURL }) => {
  const { complaints, otherTab } = await watch(page, baseURL ?? '');
  await openLab(page, TINY);
  const results = await runToEnd(page, 4 * 60_000);
  expect(results.trials.map(({ status }) => status)).toEqual(['done']);
  expect(results.environment.backend).toBe('webgpu');
  await expect(page.getByTestId('results-table').locator('tbody tr')).toHaveCount(1);

  await page.getByTestId('open-library').click();
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible();
  await page.getByTestId('back-to-lab').click();
  await expect(page.getByTestId('run-more')).toBeVisible();

  const more = page.getByRole('button', { name: 'More' });
  await more.press('Enter');
  await page.getByRole('menuitem', { name: 'Keyboard' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(dialog).toBeVisible();
  // Radix itself would use a <style> element, which the policy refuses; see app/ui/styleSingleton.ts.
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).overflow)).toBe('hidden');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).overflow)).not.toBe('hidden');

  const theme = page.getByRole('button', { name: /theme/ });
  await theme.focus();
  await expect(page.getByRole('tooltip')).toBeVisible();
  await theme.press('Enter');

  await inLab(page, () => window.loraLab.run({ backend: 'wasm' }));
  expect((await stateOf(page)).environment?.backend).toBe('wasm');
  expect(await complaints()).toEqual([]);
  expect(otherTab).toEqual([]);
});

test('charts, lessons and dialogs offend nothing', async ({ page, baseURL }) => {
  const { complaints, otherTab } = await watch(page, baseURL ?? '');
  const fragment =
    'model=roberta-mini&data=review-sentences&scenario=LoRA:all.qkvoud.r8&scenario=classifier:classifier&trials=3';
  await openLab(page, fragment);
  const accuracies = { LoRA: [0.9, 0.91, 0.89], classifier: [0.57, 0.61, 0.6] };
  await storeTrials(page, await experimentOf(page), accuracies);
  await expect(page.getByTestId('density-plot')).toHaveCount(2);
  await page.getByTestId('density-plot').first().hover();
  const more = page.getByRole('button', { name: 'More' });
  await more.press('Enter');
  // The menu's entries are a part that loads later.
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  const names = await page.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  for (const name of ['Keyboard', 'Keep in library', 'Make a workshop link…']) {
    expect(names.some((text) => text.includes(name))).toBe(true);
    await more.press('Enter');
    await page.getByRole('menuitem', { name }).press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.getByTestId('lesson-menu').click();
  await page.getByTestId('lesson-layers').click();
  expect(await complaints()).toEqual([]);
  expect(otherTab).toEqual([]);
});

test('a chosen theme is there before the first paint', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.addInitScript(() => localStorage.setItem('lora-lab.theme', 'dark'));
  // The page's own script never comes: what is painted is what the first one has done.
  await page.route(/assets\/index-.*\.js/, () => undefined);
  await page.goto('./', { waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('injected scripts do not run, and what the policy refuses is reported', async ({ page, baseURL }) => {
  const { complaints } = await watch(page, baseURL ?? '');
  // This is what happens if text is written into the page's HTML without being escaped.
  await page.route(baseURL ?? '', async (route) => {
    const response = await route.fetch();
    const injected =
      '<script>window.inline = true</script><style>body { opacity: 0.5 }</style><form action="./"></form>';
    await route.fulfill({ response, body: (await response.text()).replace('</body>', `${injected}$&`) });
  });
  await openLab(page, TINY);
  const found = await page.evaluate(async () => {
    const marks = window as unknown as Record<string, unknown>;
    const attempts: (() => unknown)[] = [
      () =>
        document.body.append(Object.assign(document.createElement('script'), { text: 'window.late = true' })),
      () => document.body.setAttribute('onclick', 'window.late = true'),
      () => (document.createElement('div').innerHTML = '<b></b>'),
      () => new Worker('./theme.js'),
      () =>
        document.body.append(Object.assign(document.createElement('base'), { href: 'https://example.com/' })),
      () => document.forms[0]?.submit(),
    ];
    let thrown = 0;
    for (const attempt of attempts)
      try {
        attempt();
      } catch {
        thrown++;
      }
    document.body.click();
    await new Promise((settle) => setTimeout(settle, 300));
    const { opacity } = getComputedStyle(document.body);
    return { inline: marks['inline'], late: marks['late'], base: document.baseURI, opacity, thrown };
  });
  expect(found).toMatchObject({ inline: undefined, late: undefined, opacity: '1', thrown: 4 });
  expect(found.base).toContain(baseURL);
  const all = (await complaints()).join('\n');
  const refused = [
    'script-src-elem',
    'style-src-elem',
    'base-uri',
    'form-action',
    'require-trusted-types-for',
  ];
  for (const directive of refused) expect(all).toContain(`${directive}: `);
});

test('the worker is held to the page’s policy', async ({ page }) => {
  await openLab(page, TINY);
  await expect.poll(async () => (await stateOf(page)).environment).not.toBeNull();
  const [worker] = page.workers();
  expect(worker?.url()).toMatch(/^blob:/);
  const outcomes = await worker?.evaluate(async () => {
    const refused: string[] = [];
    self.addEventListener('securitypolicyviolation', (event) => {
      refused.push((event as SecurityPolicyViolationEvent).effectiveDirective);
    });
    const own = await fetch(new URL('/favicon.svg', location.origin)).then(({ ok }) => ok);
    await fetch('http://192.0.2.1/').catch(() => undefined);
    const script = 'data:text/javascript,0';
    await import(script).catch(() => undefined);
    await new Promise((settle) => setTimeout(settle, 100));
    return { own, refused };
  });
  expect(outcomes?.own).toBe(true);
  expect(outcomes?.refused).toEqual(['connect-src', 'script-src-elem']);
});
