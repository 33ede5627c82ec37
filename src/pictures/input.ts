/** @file What the pictures are made from: panels, each one figure without its frame, and whole documents. */
import type { ScenarioResults, Subject } from '../figures/scenarioResults';
import type { Theme, ThemeName } from '../figures/theme';
import type { Element } from './svg';

/** What a picture is drawn on, and what its foot says. */
export interface Paper {
  /** The scenarios of the figure. */
  readonly groups: readonly ScenarioResults[];
  readonly subject: Subject;
  readonly theme: ThemeName;
}

/** A figure without its frame: drawn from (0, 0) to (width, height). */
export interface Panel {
  readonly title: string;
  readonly content: readonly Element[];
  /** Pixels. */
  readonly height: number;
  /** How to read the figure; this goes below it. */
  readonly caption: string;
  /** What the figure shows, for people who do not see it. */
  readonly description: string;
}

export interface PanelSize {
  /** Pixels. */
  readonly width: number;
  readonly theme: Theme;
  /** The height of a scenario's row in pixels, if it has to match a neighbour's. */
  readonly rowHeight?: number;
}

/** A whole SVG document. */
export interface Picture {
  readonly svg: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}
