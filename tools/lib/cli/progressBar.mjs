/**
 * @file Shows the progress of a run: one line that is rewritten on a terminal, or a new line now and then in other
 * output.
 */

/** @typedef {import('../../../app/automation').LabState} LabState */

const WIDTH = 24;
/** The longest time in milliseconds between two lines if there is no terminal. */
const QUIET_MS = 60_000;

/** @param {number} seconds @returns {string} */
function roughly(seconds) {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** @param {LabState} state @returns {string} */
export function progressLine(state) {
  const { phase, done, total, trialsDone, trialsTotal, secondsLeft, raceShare } = state;
  const inTrial = phase === 'training' && total > 0 ? done / total : 0;
  const ofRun = trialsTotal > 0 ? Math.min(1, (trialsDone + inTrial) / trialsTotal) : 0;
  // A race runs round by round, and its bar grows over all of them.
  const fraction = raceShare ?? ofRun;
  const filled = Math.round(fraction * WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}]`;
  // Progress of loading is in bytes, which say little as bare numbers.
  const amount = total > 0 && phase !== 'loading' ? ` ${done}/${total}` : '';
  const left =
    secondsLeft === null ? '' : `, about ${roughly(secondsLeft)} left${raceShare === null ? '' : ' in it'}`;
  return `${bar} ${trialsDone}/${trialsTotal} trials${raceShare === null ? '' : ' of this round'}, ${phase ?? 'starting'}${amount}${left}`;
}

/** @param {NodeJS.WriteStream} stream */
export function createProgressBar(stream) {
  let shownAt = -Infinity;
  let shownTrials = -1;
  return {
    /** @param {LabState} state */
    show(state) {
      if (stream.isTTY) {
        stream.write(`\r${progressLine(state).slice(0, (stream.columns ?? 80) - 1)}\x1b[K`);
        return;
      }
      const now = performance.now();
      if (state.trialsDone === shownTrials && now - shownAt < QUIET_MS) return;
      shownAt = now;
      shownTrials = state.trialsDone;
      stream.write(`${progressLine(state)}\n`);
    },
    /** Clears the line for what is printed next. */
    clear() {
      if (stream.isTTY) stream.write('\r\x1b[K');
    },
  };
}
