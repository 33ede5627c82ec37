/**
 * @file The folders as floors of a house, lowest first: a file imports from its own floor and from those below it. A folder
 * that is not listed belongs to the floor of the folder around it.
 */
export const FLOORS = [
  'src/base',
  'src/sources',
  'src/architecture',
  'src/experiment',
  'src/stats',
  'src/lessons',
  'src/results',
  'src/fonts',
  'src/ops',
  'src/ops/webgpu/runtime',
  'src/ops/webgpu/elementwise',
  'src/ops/webgpu/linear',
  'src/ops/webgpu/attention',
  'src/ops/webgpu/tuning',
  'src/ops/webgpu',
  'src/tokenizer',
  'src/data',
  'src/backend',
  'src/model',
  'src/weights',
  'src/train',
  'src/scores',
  'src/interop',
  'src/python',
  'src/race',
  'src/stored',
  'src/library',
  'src/workshop',
  'src/address',
  'src/qr',
  'src/figures',
  'src/pictures',
  'src/report',
  'src/parity',
  'src/fuzz',
  'workers',
  'app/store/storage',
  'app/store/timing',
  'app/store/worker',
  'app/store/experiment',
  'app/store/sources',
  'app/store/results',
  'app/store/run',
  'app/store/eta',
  'app/store',
  'app/store/effects',
  'app/ui',
  'app/lock',
  'app/lessons',
  'app/offline',
  'app/run',
  'app/results/save',
  'app/results/view',
  'app/results/tryIt',
  'app/results/trials',
  'app/results/accuracy',
  'app/results/differences',
  'app/results/costs',
  'app/results/lineUp',
  'app/results/curves',
  'app/results/finalTest',
  'app/results/choices',
  'app/results/rank',
  'app/results/sweep',
  'app/results/front',
  'app/results',
  'app/library',
  'app/share',
  'app/race',
  'app/sources',
  'app/scenario',
  'app/recommend',
  'app/anatomy',
  'app/workshop',
  'app/help',
  'app',
];

/** @param {string} file relative to the root, with slashes @returns {string | null} null outside the house */
export function floorOf(file) {
  const around = FLOORS.filter((floor) => file.startsWith(`${floor}/`));
  return around.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** @param {string} from @param {string} to both relative to the root @returns {boolean} */
export function looksUp(from, to) {
  const [own, other] = [floorOf(from), floorOf(to)];
  return own !== null && other !== null && FLOORS.indexOf(other) > FLOORS.indexOf(own);
}
