/** @file Draws races beside grid searches, by the trials that each spends: the picture of docs/method.md. */

/** @typedef {import('../../src/stats/rates/countRaces').RoundReached} Round */
/** @typedef {{ title: string, rounds: readonly Round[] }} DrawnField */

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, GAP] = [350, 220, 46, 108, 30, 64];
const RACE = '#1f77b4';
const GOOD = '#2e7d32';
const GRID = '#b35900';

/** @param {number} value */
const short = (value) => Number(value.toFixed(1)).toString();

/**
 * @param {readonly DrawnField[]} fields a panel each
 * @param {number} runs races that each panel's figures are means of
 * @returns {string} SVG
 */
export function racePicture(fields, runs) {
  const width = LEFT + fields.length * (WIDTH + GAP) - GAP + RIGHT;
  const height = TOP + HEIGHT + 76;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="20" font-size="14">What a race and a grid search find for the trials they spend</text>
<text x="${LEFT}" y="38" fill="${RACE}">race: scenarios left after each round</text>
<text x="${LEFT}" y="53" fill="${GOOD}">race: those of them within a point of the best</text>
<text x="${LEFT}" y="68" fill="${GRID}">grid search: how often the one that it names is within a point of the best</text>
<text x="${width - RIGHT}" y="20" fill="#555" text-anchor="end">means of ${runs} simulated races</text>
${fields.map((field, i) => panel(field, LEFT + i * (WIDTH + GAP))).join('\n')}
</svg>
`;
}

/** @param {DrawnField} field @param {number} left */
function panel({ title, rounds }, left) {
  const most = Math.max(...rounds.map(({ seeds }) => seeds)) * 20;
  /** @param {number} trials */
  const x = (trials) => left + (WIDTH * trials) / most;
  /** @param {number} count */
  const y = (count) => TOP + HEIGHT * (1 - count / 20);
  const bottom = TOP + HEIGHT;
  const ticks = [0, 5, 10, 15, 20].map(
    (count) =>
      `<line x1="${left}" x2="${left + WIDTH}" y1="${y(count)}" y2="${y(count)}" stroke="#e4e4e4"/><text x="${left - 6}" y="${y(count) + 4}" text-anchor="end" fill="#555">${count}</text>`,
  );
  const marks = [0, 100, 200, 300, 400].map(
    (trials) => `<text x="${x(trials)}" y="${bottom + 16}" text-anchor="middle" fill="#555">${trials}</text>`,
  );
  /** @param {'left' | 'good'} what @param {string} color */
  const line = (what, color) => {
    const points = rounds.map((round) => [x(round.spent).toFixed(1), y(round[what]).toFixed(1)]);
    const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${color}"/>`).join('');
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>${dots}`;
  };
  const last = rounds[rounds.length - 1];
  const isRight = (last?.spent ?? 0) > most / 2;
  const end = last
    ? `<text x="${x(last.spent) + (isRight ? 0 : 6)}" y="${y(last.left) + (isRight ? 18 : -9)}" text-anchor="${isRight ? 'end' : 'start'}" fill="${RACE}">${short(last.left)} left, ${short(last.good)} of them good, after ${Math.round(last.spent)}</text>`
    : '';
  const grid = rounds.map(({ seeds, foundByGrid }) => {
    const at = x(seeds * 20);
    const words = `${Math.round(100 * foundByGrid)} %`;
    return `<line x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom - 8}" stroke="${GRID}" stroke-width="2"/><text x="${at}" y="${bottom + 34}" text-anchor="${seeds * 20 === most ? 'end' : 'middle'}" font-size="10" fill="${GRID}">${words}</text>`;
  });
  return `<text x="${left}" y="${TOP - 14}" font-weight="bold">${title}</text>
${ticks.join('')}${marks.join('')}${grid.join('')}
${line('left', RACE)}
${line('good', GOOD)}
${end}
<text x="${left + WIDTH / 2}" y="${bottom + 54}" text-anchor="middle" fill="#555">trials (a grid’s: 20 × 3, 5, 8, 12, 20 seeds)</text>`;
}
