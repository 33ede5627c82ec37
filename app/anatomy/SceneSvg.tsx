/** @file A drawing of the anatomy on the page, in the page's colours. */
import { memo, useId } from 'react';
import { arrowHead, type Scene, type Shape } from '../../src/figures/anatomy/scene';
import type { Figure } from '../../src/figures/figure';
import { cssColor } from '../../src/figures/theme';

export interface SceneSvgProps {
  readonly scene: Scene;
  readonly figure: Pick<Figure, 'title' | 'description'>;
}

export const SceneSvg = memo(function SceneSvg({ scene, figure }: SceneSvgProps) {
  const id = useId();
  const { width, height, shapes } = scene;
  return (
    <svg
      className="scene"
      role="img"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-desc`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <title id={`${id}-title`}>{figure.title}</title>
      <desc id={`${id}-desc`}>{figure.description}</desc>
      {shapes.map((shape, i) => (
        <SceneShape key={i} shape={shape} />
      ))}
    </svg>
  );
});

const pairs = (points: readonly (readonly [number, number])[]): string =>
  points.map((point) => point.join(',')).join(' ');

function SceneShape({ shape }: { readonly shape: Shape }) {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height, fill, stroke, strokeWidth, dashed, radius, opacity, title } = shape;
      return (
        <rect
          {...{ x, y, width, height, opacity }}
          rx={radius}
          style={{ fill: fill === null ? 'none' : cssColor(fill), stroke: stroke && cssColor(stroke) }}
          strokeWidth={stroke && (strokeWidth ?? 1)}
          strokeDasharray={dashed ? '3 2' : undefined}
        >
          {title !== undefined && <title>{title}</title>}
        </rect>
      );
    }
    case 'line': {
      const color = cssColor(shape.stroke);
      return (
        <>
          <polyline
            points={pairs(shape.points)}
            fill="none"
            style={{ stroke: color }}
            strokeWidth={shape.width}
            strokeDasharray={shape.dashed ? '4 3' : undefined}
          />
          {shape.arrow && <polygon points={pairs(arrowHead(shape))} style={{ fill: color }} />}
        </>
      );
    }
    case 'words': {
      const { x, y, text, size, fill, anchor, bold, serif, italic } = shape;
      return (
        <text
          {...{ x, y }}
          fontSize={size}
          textAnchor={anchor}
          fontWeight={bold ? 600 : undefined}
          fontStyle={italic ? 'italic' : undefined}
          style={{ fill: cssColor(fill), fontFamily: serif ? 'var(--serif)' : undefined }}
        >
          {text}
        </text>
      );
    }
  }
}
