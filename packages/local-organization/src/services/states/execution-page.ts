import type { ListExecutionsInput, ListExecutionsOutput } from '@aws-sdk/client-sfn';
import type { Execution, StateMachine } from '../../state/state-machine.ts';
import { ServiceError } from '../../wire/service-error.ts';

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

/**
 * A page of executions, latest first; those of a Map run where one is named, else none of any Map run.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html
 */
export function executionPage(machine: StateMachine, input: ListExecutionsInput): ListExecutionsOutput {
  const { mapRunArn = null, statusFilter: status } = input;
  const size = Math.min(
    input.maxResults === undefined || input.maxResults === 0 ? DEFAULT_PAGE : input.maxResults,
    LARGEST_PAGE,
  );
  const listed = [...machine.executions.values()]
    .filter((each) => each.mapRunArn === mapRunArn && (status === undefined || each.status === status))
    .toReversed();
  const start = input.nextToken === undefined ? 0 : positionAfter(listed, input.nextToken);
  const page = listed.slice(start, start + size);
  const isLast = start + size >= listed.length;
  return {
    executions: page.map((execution) => ({
      executionArn: execution.arn,
      stateMachineArn: execution.stateMachineArn,
      name: execution.name,
      status: execution.status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? undefined,
      mapRunArn: execution.mapRunArn ?? undefined,
    })),
    ...(isLast ? {} : { nextToken: page.at(-1)?.arn }),
  };
}

function positionAfter(listed: readonly Execution[], token: string): number {
  const index = listed.findIndex((execution) => execution.arn === token);
  if (index >= 0) return index + 1;
  throw new ServiceError('InvalidToken', `Invalid Token: '${token}'`);
}
