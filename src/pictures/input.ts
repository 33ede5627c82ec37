/** @file What the pictures are drawn from, and what comes out. */
import type { Scenario } from '../experiment/experiment';
import type { TrialRecord } from '../results/results';
import type { Guessing } from '../stats/guessing';
import type { Ended, Outcomes } from '../stats/outcomes';
import type { SeededValue } from '../stats/pairing';
import type { Summary } from '../stats/summary';
import type { Element } from './svg';
import type { Theme } from './theme';

/** A scenario and what came of its trials; the page's groups are such. */
export interface ScenarioResults {
  readonly scenario: Scenario;
  /** Trials that ended as done, in the order of their seeds. */
  readonly done: readonly TrialRecord[];
  /** Of those, in [0, 1]. */
  readonly accuracies: readonly number[];
  readonly bySeed: readonly SeededValue[];
  readonly summary: Summary;
  /** Trials that ended otherwise. */
  readonly others: Outcomes<Ended>['others'];
  /** Trials not run yet. */
  readonly open: number;
}

/** What the results are of: the line at the foot of every picture. */
export interface Subject {
  readonly labVersion: string;
  readonly model: string;
  readonly dataset: string;
  /** Validation examples behind each accuracy; null if not known. */
  readonly rows: number | null;
  /** What guessing would find of them; left out or null if not known. */
  readonly guessing?: Guessing | null;
}

/** A figure without its frame: drawn from (0, 0) to (width, height). */
export interface Panel {
  readonly title: string;
  readonly content: readonly Element[];
  /** Pixels. */
  readonly height: number;
  /** How to read it, below it. */
  readonly caption: string;
  /** What it shows, for those who do not see it. */
  readonly description: string;
}

export interface PanelSize {
  /** Pixels. */
  readonly width: number;
  readonly theme: Theme;
  /** Pixels of a scenario's row, where it is to match a neighbour's. */
  readonly rowHeight?: number;
}

/** A whole SVG document. */
export interface Picture {
  readonly svg: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}
