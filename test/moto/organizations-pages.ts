import type { ProxiedAnswer } from './paging-proxy.ts';

const LISTS = ['Accounts', 'OrganizationalUnits', 'Roots'] as const;
const DEFAULT_RESULTS = 20;
const ALL = 100_000;

/** The request as moto gets it: all at once. Its own pages split where two accounts joined in the same instant. */
export function unpagedOrganizationsBody(body: string, action: string): string {
  const { NextToken: _, ...input } = JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>;
  return JSON.stringify(action.startsWith('List') ? { ...input, MaxResults: ALL } : input);
}

/** One page of a whole answer. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
export function pageOrganizationsAnswer(answer: ProxiedAnswer, body: string, pageSize: number): ProxiedAnswer {
  const whole = JSON.parse(answer.body.toString()) as Record<string, unknown>;
  const list = LISTS.find((name) => Array.isArray(whole[name]));
  if (list === undefined) return answer;
  const { NextToken: token, MaxResults: asked } = JSON.parse(body) as { NextToken?: string; MaxResults?: number };
  const items = whole[list] as unknown[];
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  const end = start + Math.min(asked ?? DEFAULT_RESULTS, pageSize);
  const { NextToken: _, ...rest } = whole;
  const next = end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64url') } : {};
  return { ...answer, body: JSON.stringify({ ...rest, [list]: items.slice(start, end), ...next }) };
}
