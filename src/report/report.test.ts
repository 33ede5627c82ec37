import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../experiment/defaults';
import { sampleTrial } from '../experiment/testing';
import {
  experimentOf,
  judgingFor,
  groupsOf,
  recordsOf,
  SUBJECT,
  tracesOf,
  type NamedAccuracies,
} from '../figures/testing';
import { html } from './html';
import { writeReport, type ReportOf } from './report';

const FOUR: NamedAccuracies = {
  full: [0.911, 0.93, 0.912, 0.899, 0.911, null],
  'LoRA r=8': [0.874, 0.914, 0.902, 0.9, 0.899, 0.901],
  'LoRA r=1': [0.882, 0.869, 0.878, 0.872, 0.877, 0.88],
  classifier: [0.577, 0.611, 0.603, 0.604, 0.573, 0.59],
};
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '</style></svg></title>',
  '👩‍👩‍👧 שלום \u202eevil',
];

function reportOf(named: NamedAccuracies, change: Partial<ReportOf> = {}): string {
  const groups = groupsOf(named);
  return writeReport({
    ...{ experiment: experimentOf(groups), groups, subject: SUBJECT, judging: judgingFor(groups) },
    records: groups.flatMap(({ scenario }) => recordsOf(scenario, named[scenario.name] ?? [])),
    estimated: { config: null, memory: groups.map(() => null) },
    traces: { loss: tracesOf(groups, 100), accuracy: [] },
    link: 'https://lab.example/#scenario=a:all.q.r8&trials=5',
    date: new Date('2026-11-24T18:05:00Z'),
    ...change,
  });
}

describe('the report', () => {
  const report = reportOf(FOUR);

  it('tells the experiment, its link, its verdicts, and who ended otherwise', () => {
    expect(report).toMatch(/^<!doctype html>/);
    expect(report).toContain('2026-11-24, 18:05 UTC');
    expect(report).toContain('href="https://lab.example/#scenario=a:all.q.r8&amp;trials=5"');
    expect(report).toContain('>\u2068full\u2069 is better than \u2068classifier\u2069 on these sentences<');
    expect(report).toContain('\u2068full\u2069 and \u2068LoRA r=8\u2069: open');
    expect(report).toContain('Trials that did not end as done');
    expect(report).toContain('The loss was not finite.');
    expect(report).toContain('layers 1-6, all six components, r=8');
    // The line-up, the curves, the choices, the differences and the front.
    expect(report.match(/<svg/g)).toHaveLength(5);
  });

  it('tells how many comparisons p values are corrected for', () => {
    const pair = { a: FOUR['full'] ?? [], b: FOUR['LoRA r=8'] ?? [] };
    const early = { a: [0.9, 0.91], b: [0.88, 0.87] };
    expect(report).toContain('P (Holm) is corrected for 6 comparisons.');
    expect(reportOf(pair)).toContain('Only one comparison has been tested.');
    expect(reportOf(early)).toContain('No comparison has been tested.');
  });

  it('tells what came of the test sentences, once they have been used', () => {
    expect(report).not.toContain('Test sentences');
    const tested = { id: groupsOf(FOUR)[0]?.done[0]?.id ?? '', correct: 287 };
    const finalTest = { of: 'test', rows: 300, measuredAt: '2026-11-24T20:00:00Z', trials: [tested] };
    const after = reportOf(FOUR, { finalTest });
    expect(after).toMatch(/Test sentences[\s\S]*95\.7\u00a0%[\s\S]*92\.7 to 97\.5\u00a0%/);
    expect(after).toContain('on 300 test sentences (split test)');
  });

  it('has the tables of a sweep, with how much the best looks better than it is', () => {
    const groups = [1, 4].flatMap((rank) =>
      [0.001, 0.003].map((learningRate, i) => {
        const scenario = { ...DEFAULT_EXPERIMENT.scenarios[0], name: `r=${rank} lr=${learningRate}` };
        const [group] = groupsOf({ [scenario.name]: [0.7, 0.72, 0.69 + 0.1 * i] });
        if (!group) throw new Error('A scenario makes a group.');
        return { ...group, scenario: { ...scenario, rank, alpha: rank, learningRate } };
      }),
    );
    const swept = reportOf(FOUR, {
      ...{ groups, experiment: experimentOf(groups), judging: judgingFor(groups), records: [] },
      estimated: { config: null, memory: groups.map(() => null) },
      traces: { loss: [], accuracy: [] },
    });
    expect(swept).toContain('Mean accuracy by r × learning rate');
    expect(swept).toContain('Were all 4 equally good');
  });

  it('asks for nothing and runs nothing', () => {
    expect(report).toContain("default-src 'none'".replaceAll("'", '&#39;'));
    expect(report).not.toMatch(/<(script|link|img|iframe|object|embed|base|form)\b/i);
    expect(report).not.toMatch(/\son\w+=/i);
    const addresses = [...report.matchAll(/https?:\/\/[^\s"<&]+/g)].map(([address]) => address);
    expect(new Set(addresses.map((address) => new URL(address).host))).toEqual(
      new Set(['lab.example', 'www.w3.org']),
    );
  });

  it.each(HOSTILE)('holds %s as text, wherever it comes from', (text) => {
    const hostile = reportOf({ [text]: [0.8, 0.9, null], other: [0.7, 0.72, 0.71] }, { link: text });
    const plain = reportOf({ plain: [0.8, 0.9, null], other: [0.7, 0.72, 0.71] }, { link: 'plain' });
    // Whether both have the same tags with the same attributes, in the same order.
    const tags = (of: string) =>
      [...of.matchAll(/<\/?[a-z!][^>]*>/gi)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
    expect(tags(hostile).filter((tag) => !/text/.test(tag))).toEqual(
      tags(plain).filter((tag) => !/text/.test(tag)),
    );
    expect(hostile).not.toContain('<img');
    expect(hostile).not.toContain('<script');
  });

  it('links to the web alone', () => {
    expect(reportOf(FOUR, { link: 'javascript:alert(1)' })).not.toContain('href=');
  });

  it('escapes what trials and devices say', () => {
    const record = sampleTrial({
      ...{ status: 'failed', accuracy: null, message: '<b>out of memory</b>' },
      environment: { ...sampleTrial().environment, device: '<i>GPU</i>' },
    });
    const text = reportOf({ a: [0.8, 0.9] }, { records: [record] });
    expect(text).toContain('&lt;b&gt;out of memory');
    expect(text).toContain('&lt;i&gt;GPU');
  });

  it('stands without any result', () => {
    expect(reportOf({ a: [], b: [] })).toContain('No trial has ended yet.');
  });
});

it('templates escape everything but what they made themselves', () => {
  expect(
    html`<p class="${'"'}">${'<'}${html`<b>${1}</b>`}${[html`<i></i>`, html`&amp;`]}${null}</p>`.text,
  ).toBe('<p class="&quot;">&lt;<b>1</b><i></i>&amp;</p>');
});
