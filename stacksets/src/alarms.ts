import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/** Where the central functions put their metrics. */
const METRICS_NAMESPACE = 'Keysweep';

/** What is watched, and who is told. */
export interface AlarmsProps {
  readonly organizationId: string;
  readonly stateMachineArn: string;
  readonly deadLetterQueueName: string;
  readonly topicArn: string;
}

interface Watch {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: 'Sum' | 'Maximum';
  readonly dimension: CfnAlarm.DimensionProperty;
}

/** Of all but coverage, one occurrence is enough, and no data is no occurrence. */
export function addAlarms(stack: Stack, props: AlarmsProps): void {
  for (const watch of watches(props))
    new CfnAlarm(stack, watch.id, {
      alarmName: watch.name,
      alarmDescription: watch.description,
      namespace: watch.namespace,
      metricName: watch.metric,
      dimensions: [watch.dimension],
      statistic: watch.statistic,
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: [props.topicArn],
    });
  addCoverageAlarm(stack, props);
}

/** So that a day is covered whatever it does: one with 25 hours, and a summary that takes its time. */
const COVERAGE_PERIODS = 5;
const COVERAGE_PERIOD_SECONDS = 6 * 3600;

/**
 * Goes off where, for 30 hours, no summary said that everything is covered: because they said less, or because there was
 * none, or nothing is in scope, for which no coverage is measured. All the periods must breach, for most are empty between
 * two daily summaries; a single period of a day would slide past the summary whenever that came some minutes later than the
 * day before, and flap. A summary below 100 % is told at once in a message of its own, so the hours cost nothing.
 *
 * Empty periods are filled with 0 by metric math. Left missing, CloudWatch would look further back for data before it counts
 * them, and the alarm would come days late.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
function addCoverageAlarm(stack: Stack, { organizationId, topicArn }: AlarmsProps): void {
  const metric = {
    namespace: METRICS_NAMESPACE,
    metricName: 'Coverage',
    dimensions: [{ name: 'Organization', value: organizationId }],
  };
  new CfnAlarm(stack, 'CoverageIncomplete', {
    alarmName: 'keysweep-coverage-incomplete',
    alarmDescription:
      'keysweep: for 30 hours no summary has said that every account in scope is covered. latest.json in the evidence bucket says where the last one is; if it is old, see why none came.',
    metrics: [
      {
        id: 'coverage',
        metricStat: { metric, period: COVERAGE_PERIOD_SECONDS, stat: 'Minimum' },
        returnData: false,
      },
      { id: 'filled', expression: 'FILL(coverage, 0)', label: 'Coverage', returnData: true },
    ],
    evaluationPeriods: COVERAGE_PERIODS,
    datapointsToAlarm: COVERAGE_PERIODS,
    threshold: 100,
    comparisonOperator: 'LessThanThreshold',
    treatMissingData: 'breaching',
    alarmActions: [topicArn],
  });
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
function watches({ stateMachineArn, deadLetterQueueName, organizationId }: AlarmsProps): Watch[] {
  const executions = (id: string, metric: string, what: string): Watch => ({
    id,
    name: `keysweep-sweep-${what.replaceAll(' ', '-')}`,
    description: `keysweep: an execution of a sweep or summary ${what}. Its history says where; a summary is written all the same, if it came to that.`,
    namespace: 'AWS/States',
    metric,
    statistic: 'Sum',
    dimension: { name: 'StateMachineArn', value: stateMachineArn },
  });
  return [
    executions('SweepFailed', 'ExecutionsFailed', 'failed'),
    executions('SweepTimedOut', 'ExecutionsTimedOut', 'timed out'),
    executions('SweepAborted', 'ExecutionsAborted', 'aborted'),
    {
      id: 'SweepUnstarted',
      name: 'keysweep-sweep-unstarted',
      description: 'keysweep: a sweep or summary was due and could not be started. The queue holds its input.',
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      dimension: { name: 'QueueName', value: deadLetterQueueName },
    },
    {
      id: 'Untold',
      name: 'keysweep-untold',
      description:
        'keysweep: a message or events could not be sent. The summary and the reports are stored; the log of the central functions says why.',
      namespace: METRICS_NAMESPACE,
      metric: 'Untold',
      statistic: 'Sum',
      dimension: { name: 'Organization', value: organizationId },
    },
  ];
}
