import type { Tone } from '../words/index.ts';
import { formatCount } from '../words/index.ts';

/** One part of a bar. */
export interface Segment {
  readonly name: string;
  readonly label: string;
  readonly count: number;
  readonly tone: Tone;
  readonly shade: 1 | 2 | 3 | 4;
}

const WIDTH = 1000;
const HEIGHT = 20;
const GAP = 4;
/** One account of fifty thousand must still be seen. */
const THINNEST = 8;

/** A bar of parts, drawn here so that the page needs nothing from anywhere. Says in words what it shows. */
export function Bar({
  id,
  title,
  segments,
}: {
  readonly id: string;
  readonly title: string;
  readonly segments: readonly Segment[];
}) {
  const shown = segments.filter(({ count }) => count > 0);
  const described = shown.map(({ label, count }) => `${label} ${formatCount(count)}`).join(', ');
  return (
    <svg
      class="bar"
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{described === '' ? 'none' : described}</desc>
      <rect class="track" width={WIDTH} height={HEIGHT} />
      {place(shown).map(({ segment, x, width }) => (
        <rect key={segment.name} class={`fill-${segment.tone}-${segment.shade}`} x={x} width={width} height={HEIGHT}>
          <title>{`${segment.label}: ${formatCount(segment.count)}`}</title>
        </rect>
      ))}
    </svg>
  );
}

/** Widths by share, of what is left after every part has its thinnest width. */
function place(
  segments: readonly Segment[],
): { readonly segment: Segment; readonly x: number; readonly width: number }[] {
  const total = segments.reduce((sum, { count }) => sum + count, 0);
  const free = WIDTH - segments.length * THINNEST - Math.max(0, segments.length - 1) * GAP;
  let x = 0;
  return segments.map((segment) => {
    const width = Math.round((THINNEST + (free * segment.count) / total) * 100) / 100;
    const placed = { segment, x: Math.round(x * 100) / 100, width };
    x += width + GAP;
    return placed;
  });
}
