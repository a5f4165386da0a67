import * as client from '@aws-sdk/client-cloudformation';
import { serviceModel } from '../../wire/service-model.ts';
import { service } from '../operation.ts';
import { CHANGE_SET_OPERATIONS } from './change-sets.ts';
import { STACK_DESCRIPTIONS } from './stack-descriptions.ts';
import { STACK_OPERATIONS } from './stack-operations.ts';
import { STACK_SET_OPERATIONS } from './stack-sets.ts';
import { TEMPLATE_SUMMARY } from './template-summary.ts';

const identity = {
  name: 'cloudformation',
  protocol: 'awsQuery',
  xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
} as const;

/** AWS CloudFormation. */
export const CLOUDFORMATION = service(serviceModel(identity, client), [
  ...STACK_OPERATIONS,
  ...STACK_DESCRIPTIONS,
  ...CHANGE_SET_OPERATIONS,
  ...STACK_SET_OPERATIONS,
  TEMPLATE_SUMMARY,
]);
