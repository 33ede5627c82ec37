/** @file The lab's pictures as SVG documents. Pure: results in, text out. */
import type { MemoryBreakdown } from '../results/results';
import type { ModelConfig } from '../architecture/config';
import type { CurveView } from '../stats/curveAxes';
import type { AxisScale } from '../stats/hills';
import { accuracyPanel, accuracyRowHeight } from './accuracyPanel';
import { memoryPanel, parametersPanel, speedPanel } from './costPanels';
import { curvesPanel, type CurveTrace } from './curvesPanel';
import { footerText, framed, framedGrid, MARGIN, WIDTH } from './frame';
import type { Panel, PanelSize, Picture, ScenarioResults, Subject } from './input';
import { matrixPanel } from './matrixPanel';
import { THEMES, type ThemeName } from './theme';

export type { CurveView } from '../stats/curveAxes';
export type { CurveTrace } from './curvesPanel';
export type { Picture, ScenarioResults, Subject } from './input';
export type { ThemeName } from './theme';

/** What every picture needs to know. */
export interface PictureOf {
  readonly groups: readonly ScenarioResults[];
  readonly subject: Subject;
  readonly theme: ThemeName;
}

/** What costs are estimated from, before a trial has shown them. */
export interface Estimated {
  readonly config: ModelConfig | null;
  /** By scenario, in the order of the groups. */
  readonly memory: readonly (MemoryBreakdown | null)[];
}

function single({ groups, subject, theme }: PictureOf, draw: (size: PanelSize) => Panel): Picture {
  const panel = draw({ width: WIDTH - 2 * MARGIN, theme: THEMES[theme] });
  return framed(panel, { foot: footerText(subject, groups), theme });
}

/** Hills and strips of the accuracies on one axis: the whole scale, or the data's range. */
export function accuracyPicture(of: PictureOf, scale: AxisScale): Picture {
  return single(of, (size) => accuracyPanel(of.groups, scale, of.subject, size));
}

export function parametersPicture(of: PictureOf, config: Estimated['config']): Picture {
  return single(of, (size) => parametersPanel(of.groups, config, size));
}

export function memoryPicture(of: PictureOf, estimated: Estimated['memory']): Picture {
  return single(of, (size) => memoryPanel(of.groups, estimated, size));
}

export function speedPicture(of: PictureOf): Picture {
  return single(of, (size) => speedPanel(of.groups, size));
}

export function differencesPicture(of: PictureOf): Picture {
  return single(of, (size) => matrixPanel(of.groups, of.subject.rows, size));
}

/** @param leastSteps optimizer steps that the axis holds however short the lines are */
export function curvesPicture(
  of: PictureOf,
  traces: readonly CurveTrace[],
  view: CurveView,
  leastSteps = 1,
): Picture {
  return single(of, (size) => curvesPanel(traces, view, size, leastSteps));
}

/** Two beside each other stay legible on A4 paper. */
const HALF = 450;

/** Accuracy, parameters, memory and speed in one figure; rows of the first two stand beside each other. */
export function fourPanelsPicture(of: PictureOf, scale: AxisScale, { config, memory }: Estimated): Picture {
  const { groups, subject, theme } = of;
  const size = { width: HALF, theme: THEMES[theme] };
  const rowHeight = groups.length > 12 ? 28 : Math.min(accuracyRowHeight(groups.length), 58);
  const panels = [
    accuracyPanel(groups, scale, subject, { ...size, rowHeight }),
    parametersPanel(groups, config, { ...size, rowHeight }),
    memoryPanel(groups, memory, size),
    speedPanel(groups, size),
  ];
  return framedGrid('Accuracy, parameters, memory and speed', panels, HALF, {
    foot: footerText(subject, groups),
    theme,
  });
}
