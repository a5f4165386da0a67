import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/** What is watched, and who is told. */
export interface AlarmsProps {
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

/** One occurrence is enough; no data is no occurrence. */
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
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
function watches({ stateMachineArn, deadLetterQueueName }: AlarmsProps): Watch[] {
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
  ];
}
