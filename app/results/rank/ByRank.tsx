/** @file Accuracy, parameters and the gap between training and validation over r. */
import { memo, useMemo } from 'react';
import type { ModelConfig } from '../../../src/architecture/config';
import { gapsOf } from '../../../src/figures/curves/gaps';
import { joinSentences } from '../../../src/figures/figure';
import {
  rankFigure,
  type RankFigure,
  type RankMark,
  type RankPlot,
} from '../../../src/figures/rank/rankFigure';
import { recordedInstead, recordedInsteadText, type RecordedRun } from '../../../src/figures/recorded';
import type { TrialResult } from '../../../src/figures/scenarioResults';
import type { ScenarioGroup } from '../../store/results/scenarioGroups';
import type { TrialSlot } from '../../store/results/trialKey';
import { atPercent } from '../../ui/atPercent';
import { SaveMenu } from '../save/SaveMenu';

export interface ByRankProps {
  readonly groups: readonly ScenarioGroup[];
  /** Trials of the same scenarios. */
  readonly slots: readonly TrialSlot[];
  readonly config: ModelConfig | null;
  /** The recorded run, which is drawn until there are own trials; null if there is none. */
  readonly recorded: RecordedRun | null;
}

export const ByRank = memo(function ByRank(props: ByRankProps) {
  const { groups, slots, config, recorded } = props;
  const figure = useMemo(() => {
    const instead = recordedInstead(groups, recorded);
    const gaps = gapsOf(instead ? trialsOf(instead) : slots);
    const drawn = rankFigure(instead ?? groups, { config, gaps });
    return drawn && instead && recorded
      ? { ...drawn, caption: joinSentences(recordedInsteadText(recorded), drawn.caption) }
      : drawn;
  }, [groups, slots, config, recorded]);
  if (!figure) return null;
  return (
    <figure className="by-rank" aria-labelledby="by-rank-title" data-testid="by-rank">
      <header className="figure-head">
        <h2 id="by-rank-title">{figure.title}</h2>
        <SaveMenu
          what="rank"
          words="the figure over r"
          groups={groups}
          draw={(pictures, paper) => pictures.rankPicture(figure, paper)}
        />
      </header>
      <RankPlots figure={figure} />
      <figcaption className="caption">{figure.caption}</figcaption>
    </figure>
  );
});

const trialsOf = (groups: readonly ScenarioGroup[]): TrialResult[] =>
  groups.flatMap(({ scenario, done }) =>
    done.map((record) => ({ key: record.id, spec: { scenario, seed: record.seed }, record })),
  );

export function RankPlots({ figure }: { readonly figure: RankFigure }) {
  return (
    <div className="rank-plots" role="img" aria-label={figure.description}>
      {figure.plots.map((plot) => (
        <div key={plot.title} className="rank-plot">
          <h3>{plot.title}</h3>
          <PlotArea plot={plot} axis={figure.axis} />
          {plot.caption !== '' && <p className="caption">{plot.caption}</p>}
        </div>
      ))}
    </div>
  );
}

/** Positions are percentages, so that the plot has any width and its lines and texts keep their size. */
function PlotArea({ plot, axis }: { readonly plot: RankPlot; readonly axis: RankFigure['axis'] }) {
  return (
    <div className="rank-area">
      {plot.ticks.map(({ value, at, text }) => (
        <span key={value} className="rank-tick" style={{ bottom: atPercent(at) }}>
          <span>{text}</span>
        </span>
      ))}
      <svg>
        {plot.marks.map((mark, i) => (
          <Mark key={i} mark={mark} />
        ))}
      </svg>
      {plot.empty !== '' && <p className="quiet rank-empty">{plot.empty}</p>}
      {axis.ticks.map(({ value, at, text }) => (
        <span key={value} className="rank-r" style={{ left: atPercent(at) }}>
          {text}
        </span>
      ))}
      <span className="rank-axis-label">{axis.label}</span>
    </div>
  );
}

const up = (y: number): string => atPercent(1 - y);

function Mark({ mark }: { readonly mark: RankMark }) {
  switch (mark.kind) {
    case 'mean':
      return (
        <circle className="mean" cx={atPercent(mark.x)} cy={up(mark.y)} r={4.5} fill={mark.color}>
          <title>{mark.title}</title>
        </circle>
      );
    case 'trial':
      return (
        <circle
          className="rank-trial"
          cx={atPercent(mark.x)}
          cy={up(mark.y)}
          r={2.2}
          fill={mark.color}
          data-trial={mark.trial}
        />
      );
    case 'training':
      return <circle className="training" cx={atPercent(mark.x)} cy={up(mark.y)} r={4} stroke={mark.color} />;
    case 'line':
    case 'gap':
      return (
        <>
          <line
            className={mark.kind === 'gap' ? 'rank-gap' : 'rank-line'}
            x1={atPercent(mark.from.x)}
            y1={up(mark.from.y)}
            x2={atPercent(mark.to.x)}
            y2={up(mark.to.y)}
          />
          {mark.kind === 'gap' && (
            <text x={atPercent(mark.to.x)} y={up(Math.max(mark.from.y, mark.to.y))} dy={-9}>
              {mark.text}
            </text>
          )}
        </>
      );
  }
}
