import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTrials, type Pointed, type TrialLinks } from './linkTrials';

const NAME = 'a "quoted" \\ name';
let section: HTMLElement;
let links: TrialLinks;
let told: (Pointed | null)[];

beforeEach(() => {
  section = document.createElement('section');
  section.innerHTML = `
    <ol><li class="row" data-scenario="upper"><i class="dot" data-trial="u1"></i><i class="dot" data-trial="u2"></i></li>
    <li class="row other"><i class="dot" data-trial="o1"></i></li></ol>
    <p class="panel" data-scenario="upper"></p>
    <table><tr data-scenario="upper" data-trial="u1"></tr><tr data-scenario="upper" data-trial="u2"></tr></table>
    <i class="line" data-trial="o1"></i>`;
  for (const other of section.querySelectorAll('.other')) other.setAttribute('data-scenario', NAME);
  document.body.append(section);
  told = [];
  links = linkTrials(section, (pointed) => told.push(pointed));
});
afterEach(() => {
  links.stop();
  section.remove();
});

const find = (selector: string): Element => {
  const found = section.querySelector(selector);
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
};
const over = (selector: string, pointerType = 'mouse') =>
  find(selector).dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType, clientX: 5 }));
const lit = () =>
  [...section.querySelectorAll('[data-lit]')].map(
    (element) =>
      `${element.className || element.tagName} ${element.getAttribute('data-trial') ?? ''} ${element.getAttribute('data-lit')}`,
  );
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('a trial that is pointed at', () => {
  it('is lit everywhere, with the rows of its scenario, and unlit when the pointer leaves', () => {
    over('.dot[data-trial=u1]');
    expect(lit()).toEqual(['row  scenario', 'dot u1 trial', 'panel  scenario', 'TR u1 trial']);
    expect(section.getAttribute('data-linking')).toBe('trial');
    expect(told).toEqual([{ trial: 'u1', mark: find('.dot[data-trial=u1]'), at: { x: 5, y: 0 } }]);
    section.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
    expect(lit()).toEqual([]);
    expect(section.hasAttribute('data-linking')).toBe(false);
    expect(told.at(-1)).toBeNull();
  });

  it('finds its scenario by another mark, whatever the name', () => {
    over('.line');
    expect(lit()).toEqual(['row other  scenario', 'dot o1 trial', 'line o1 trial']);
  });

  it('stays lit when its marks are drawn anew, and is told anew', async () => {
    over('.dot[data-trial=u1]');
    find('.dot[data-trial=u1]').remove();
    const drawn = document.createElement('i');
    drawn.className = 'dot';
    drawn.setAttribute('data-trial', 'u1');
    find('.row').append(drawn);
    await settle();
    expect(drawn.getAttribute('data-lit')).toBe('trial');
    expect(told.at(-1)).toMatchObject({ trial: 'u1', mark: drawn });
  });

  it('leaves an element that has become another trial’s', async () => {
    over('.dot[data-trial=u1]');
    find('.dot[data-trial=u1]').setAttribute('data-trial', 'u3');
    await settle();
    expect(lit()).toEqual([]);
    expect(told.at(-1)).toBeNull();
  });
});

it('lights a scenario with all its marks that say so', () => {
  over('.panel');
  expect(lit()).toEqual(['row  scenario', 'panel  scenario', 'TR u1 scenario', 'TR u2 scenario']);
  expect(section.getAttribute('data-linking')).toBe('scenario');
  expect(told).toEqual([]);
});

it('follows taps, not a finger that passes over', () => {
  over('.dot[data-trial=u1]', 'touch');
  expect(lit()).toEqual([]);
  const press = (element: Element) =>
    element.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }));
  const dot = find('.dot[data-trial=u1]');
  press(dot);
  dot.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  expect(told.at(-1)?.trial).toBe('u1');
  press(document.body);
  expect(told.at(-1)).toBeNull();
});

it('takes the mark nearest to a tap, as a finger is larger than a dot', () => {
  const dots = [...section.querySelectorAll<HTMLElement>('.row:not(.other) .dot')];
  dots.forEach((dot, i) => {
    Object.assign(dot.style, { position: 'fixed', top: '50px', width: '10px', height: '10px' });
    dot.style.left = `${100 + 12 * i}px`;
  });
  const tap = (clientX: number) => {
    const row = find('.row');
    row.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }));
    row.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX, clientY: 60 }));
    return told.at(-1)?.trial;
  };
  expect([tap(95), tap(122), tap(300)]).toEqual(['u1', 'u2', undefined]);
});

it('takes the nearest of dots that cover each other, while the mouse moves within the uppermost', () => {
  const dots = [...section.querySelectorAll<HTMLElement>('.row:not(.other) .dot')];
  dots.forEach((dot, i) => {
    Object.assign(dot.style, { position: 'fixed', top: '50px', width: '10px', height: '10px' });
    dot.style.left = `${100 + 4 * i}px`;
  });
  const pass = (type: string, clientX: number) => {
    // The second dot lies over most of the first.
    const at = { bubbles: true, pointerType: 'mouse', clientX, clientY: 55 };
    document.elementFromPoint(clientX, 55)?.dispatchEvent(new PointerEvent(type, at));
    return told.at(-1)?.trial;
  };
  expect([pass('pointerover', 105), pass('pointermove', 106), pass('pointermove', 108)]).toEqual([
    'u1',
    'u1',
    'u2',
  ]);
  links.dismiss();
  expect(pass('pointermove', 109)).toBeUndefined();
  expect(pass('pointermove', 105)).toBe('u1');
});

it('follows the focus, and lets go when it leaves', () => {
  const dot = find('.dot[data-trial=u2]');
  dot.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
  expect(told.at(-1)).toMatchObject({ trial: 'u2', at: null });
  dot.dispatchEvent(new FocusEvent('focusout', { bubbles: true, relatedTarget: document.body }));
  expect(lit()).toEqual([]);
});

it('touches only what changes among a thousand marks', async () => {
  const row = find('.row');
  row.append(
    ...Array.from({ length: 1000 }, (_, i) => {
      const mark = document.createElement('i');
      mark.setAttribute('data-trial', `t${i}`);
      return mark;
    }),
  );
  over('[data-trial=t1]');
  let changes = 0;
  const counter = new MutationObserver((records) => (changes += records.length));
  counter.observe(section, { subtree: true, attributes: true, attributeFilter: ['data-lit'] });
  over('[data-trial=t999]');
  await settle();
  counter.disconnect();
  expect(changes).toBe(2);
});
