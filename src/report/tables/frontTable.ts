/** @file The table of scenarios by accuracy and cost: what each costs, and on which fronts it is. */
import { frontPoints, paretoFront, placeOf, type FrontPoint } from '../../figures/front/frontPoints';
import { measureOfGroups, type Estimated, type ScenarioResults } from '../../figures/scenarioResults';
import { COST_KINDS, type CostKind } from '../../race/costs';
import { scenarioOf, type SettingsOf } from './scenarioColumns';
import { tableOf, type Column, type Table } from './table';

const ON_FRONT: Readonly<Record<CostKind, string>> = {
  memory: 'onFrontOfMemory',
  parameters: 'onFrontOfParameters',
  time: 'onFrontOfTime',
};

/** Bytes, parameters and seconds of a trial. A front is by means alone; null where a scenario has no place on its axis. */
export function frontTable(
  settingsOf: SettingsOf,
  groups: readonly ScenarioResults[],
  estimated: Pick<Estimated, 'config'>,
): Table {
  const points = frontPoints(groups, estimated);
  const measure = measureOfGroups(groups);
  const columns: readonly Column<FrontPoint>[] = [
    ...scenarioOf<FrontPoint>(settingsOf),
    ['measure', () => measure],
    ['n', ({ summary }) => summary.n],
    ['mean', ({ summary }) => summary.mean],
    ['interval95From', ({ summary }) => summary.interval?.from ?? null],
    ['interval95To', ({ summary }) => summary.interval?.to ?? null],
    ['peakBytes', ({ costs }) => costs.memory],
    ['trainableParameters', ({ costs }) => costs.parameters],
    ['medianSeconds', ({ costs }) => costs.time],
    ...COST_KINDS.map((kind) => frontColumn(kind, points)),
  ];
  return tableOf(columns, points);
}

function frontColumn(kind: CostKind, points: readonly FrontPoint[]): Column<FrontPoint> {
  const places = points.map((point) => placeOf(point, kind));
  const front = new Set(paretoFront(places).map((index) => points[index]));
  return [ON_FRONT[kind], (point) => (placeOf(point, kind) === null ? null : front.has(point))];
}
