import { generatedName } from '../generated-name.ts';
import { recordedType } from './recorded-type.ts';

const LONGEST_NAME = 255;
const NO_METRICS = 'there are no metrics, so no alarm ever changes its state';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-alarm.html */
export const CLOUDWATCH_ALARM = recordedType({
  type: 'AWS::CloudWatch::Alarm',
  properties: {
    modelled: ['AlarmName'],
    harmless: {
      ActionsEnabled: NO_METRICS,
      AlarmActions: NO_METRICS,
      AlarmDescription: 'only shown',
      ComparisonOperator: NO_METRICS,
      DatapointsToAlarm: NO_METRICS,
      Dimensions: NO_METRICS,
      EvaluationPeriods: NO_METRICS,
      InsufficientDataActions: NO_METRICS,
      MetricName: NO_METRICS,
      Metrics: NO_METRICS,
      Namespace: NO_METRICS,
      OKActions: NO_METRICS,
      Period: NO_METRICS,
      Statistic: NO_METRICS,
      Tags: 'no policy here looks at the tags of an alarm',
      Threshold: NO_METRICS,
      TreatMissingData: NO_METRICS,
      Unit: NO_METRICS,
    },
  },
  createOnly: ['AlarmName'],
  nameProperty: 'AlarmName',
  describe: (context, properties) => {
    const name = properties.text('AlarmName') ?? generatedName(context, LONGEST_NAME);
    const arn = `arn:aws:cloudwatch:${context.state.settings.region}:${context.account.id}:alarm:${name}`;
    return { physicalId: name, attributes: { Arn: arn } };
  },
});
