/** One value of a metric, with its unit as CloudWatch names it. */
export interface Metric {
  readonly name: string;
  readonly unit: 'Count' | 'None' | 'Percent';
  readonly value: number;
}

/** Whose metrics they are, and when they were measured. */
export interface Measured {
  readonly organizationId: string;
  /** ISO 8601. CloudWatch takes what is at most two weeks old and two hours ahead. */
  readonly at: string;
}

/** The namespace of all metrics; the only dimension is the organization. */
export const METRICS_NAMESPACE = 'Keysweep';

/**
 * One line that CloudWatch Logs makes metrics of, without a line break at its end. There must be at least one metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(metrics: readonly Metric[], { organizationId, at }: Measured): string {
  return JSON.stringify({
    _aws: {
      Timestamp: Date.parse(at),
      CloudWatchMetrics: [
        {
          Namespace: METRICS_NAMESPACE,
          Dimensions: [['Organization']],
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    Organization: organizationId,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  });
}
