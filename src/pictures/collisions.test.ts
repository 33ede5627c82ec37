/** @file No two texts of a saved picture overlap, whatever was recorded: every lesson's figures, of its recorded run. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScenarioResults } from '../figures/scenarioResults';
import { choicesFigure } from '../figures/choices/choicesFigure';
import { layerFigures } from '../figures/costs/layerFigures';
import { speedFigure } from '../figures/costs/speedFigure';
import { COST_KINDS, type CostKind } from '../race/costs';
import { frontFigure } from '../figures/front/frontFigure';
import { frontPoints } from '../figures/front/frontPoints';
import { gapsOf } from '../figures/curves/gaps';
import { differencesFigure } from '../figures/differences/differencesFigure';
import { rankFigure } from '../figures/rank/rankFigure';
import { summaryFigures } from '../figures/summaryFigures';
import { groupOf, judgingFor, manyGroups, SUBJECT } from '../figures/testing';
import { lessonById } from '../lessons';
import type { PublishedOverlay } from '../lessons/lesson';
import { parseResults } from '../results/resultsFile';
import { guessingOf } from '../stats/guessing';
import * as pictures from './index';
import { textBoxes, textCollisions } from './textBoxes.testing';

const FOLDER = new URL('../../public/recorded/', import.meta.url);
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

/** Every figure that these groups have, as a picture. */
function drawn(groups: readonly ScenarioResults[], published: PublishedOverlay | null) {
  const paper = { groups, subject: SUBJECT, theme: 'light' } as const;
  const estimated = { config: null, memory: groups.map(() => null) };
  const slots = groups.flatMap(({ scenario, done }) =>
    done.map((record) => ({ key: record.id, spec: { scenario, seed: record.seed }, record })),
  );
  const subject = { rows: 1000, guessing: guessingOf([520, 480]) };
  const summary = summaryFigures(groups, subject, estimated);
  const layers = layerFigures(groups, { estimated: estimated.memory, checkpointing: false, published });
  const ranks = rankFigure(groups, { config: null, gaps: gapsOf(slots) });
  const scenarios = groups.map(({ scenario }) => scenario);
  return {
    'the line-up': pictures.lineUpPicture(summary, paper),
    'the line-up with published figures': pictures.lineUpPicture(
      summaryFigures(groups, subject, estimated, published),
      paper,
    ),
    accuracy: pictures.accuracyPicture(summary.accuracy, paper),
    speed: pictures.barPicture(speedFigure(groups), paper),
    choices: pictures.choicesPicture(choicesFigure(scenarios, { widths: null, layers: 12 }), paper),
    ...(groups.length <= 10 && {
      differences: pictures.differencesPicture(
        differencesFigure(groups, { judging: judgingFor(groups) }),
        paper,
      ),
    }),
    ...Object.fromEntries(
      (groups.length > 10 ? COST_KINDS : (['memory'] as const)).map((cost) => [
        `accuracy against ${cost}`,
        pictures.frontPicture(frontOf(groups, cost), paper),
      ]),
    ),
    ...(layers && { 'memory by layer': pictures.lineUpPicture({ ...layers, accuracy: null }, paper) }),
    ...(ranks && { rank: pictures.rankPicture(ranks, paper) }),
  };
}

function frontOf(groups: readonly ScenarioResults[], cost: CostKind) {
  const points = frontPoints(groups, { config: null });
  const recommended = points[0]?.scenario ?? null;
  return frontFigure(points, { cost, measure: 'accuracy', recommended, told: '' });
}

function expectNoCollision(groups: readonly ScenarioResults[], published: PublishedOverlay | null): void {
  for (const [what, { svg, width }] of Object.entries(drawn(groups, published))) {
    expect(textBoxes(svg).length, what).toBeGreaterThan(5);
    expect(textCollisions(svg, width), what).toEqual([]);
  }
}

describe('the texts of pictures', () => {
  it('are held where recorded runs are', () => expect(NAMES.length).toBeGreaterThan(8));

  it.each(NAMES)('collide nowhere in the figures of %s', (name) => {
    const { experiment, trials } = parseResults(readFileSync(new URL(name, FOLDER), 'utf8'));
    const groups = experiment.scenarios.map((scenario) =>
      groupOf(
        scenario,
        trials.filter((trial) => trial.scenario.name === scenario.name),
      ),
    );
    expectNoCollision(groups, lessonById(name.replace('.json', ''))?.published ?? null);
  });

  it('collide nowhere with forty scenarios, long names among them', () =>
    expectNoCollision(manyGroups(40, 5), null));

  it('would be found', () => {
    const svg = '<g transform="translate(10 0)"><text x="0" y="20" font-size="11">interval of the</text></g>';
    const other = '<text x="40" y="21" font-size="11">In percent</text>';
    expect(textCollisions(`${svg}${other}`, 500)).toEqual(['interval of the | In percent']);
    expect(textCollisions(svg, 40)).toEqual(['outside: interval of the']);
  });
});
