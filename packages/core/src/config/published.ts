import * as z from 'zod/mini';
import { ConfigSchema, PolicySchema, SETTING_NOTES } from './config-schema.ts';

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
}

function jsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input', metadata: SETTING_NOTES }) as JsonSchema;
}

/** The JSON Schema of `keysweep.yaml` (draft 7: the one that yaml-language-server reads), as JSON text. */
export function configSchemaJson(): string {
  return JSON.stringify({ title: 'keysweep.yaml', ...jsonSchema(ConfigSchema) }, null, 2);
}

const HEADER = `<!-- Generated from packages/core/src/config by \`pnpm generate\`: change it there. -->

# keysweep.yaml

One file says who is swept, when, and how far. \`keysweep validate\` checks it and reports every problem at once, as
\`file:line:col  problem  hint\`. Begin the file with

    # yaml-language-server: $schema=<path to keysweep.schema.json>

and an editor checks it as you type. The file is one YAML 1.2 document of plain data: no anchors, aliases, merge keys or
tags. [examples/keysweep.yaml](../examples/keysweep.yaml) is a whole one.

- **The nearest OU upward wins**, and \`/\` must be assigned, so every account has a policy or a named reason to have none.
- **Account ids are text.** Write \`"012345678901"\`: YAML reads the bare digits as a number and drops the leading zero.
- **Schedules** are the cron dialect of EventBridge Scheduler, six fields, exactly one of day-of-month and day-of-week a
  \`?\`. A local time that the clocks skip in spring is skipped; one that comes twice in autumn is due once, the first time.
  \`rate(…)\` is refused, and so is what AWS does not document: \`LW\`, \`L-3\`, \`29W\` and later, ranges that wrap around.
- **\`extends\`** merges maps key by key and replaces lists. \`deleteAfterInactiveDays\` that is only inherited means nothing
  under an action other than \`delete\`.
- **No policy goes over the ceilings.** They are parameters of the agent in every account, which refuses what exceeds them.
`;

/** The reference page of the configuration, as Markdown: a short introduction, and every setting from the schema. */
export function configPage(): string {
  const whole = jsonSchema(ConfigSchema);
  const sections = Object.entries(whole.properties ?? {})
    .filter(([, setting]) => setting.properties !== undefined)
    .map(([name, setting]) => section(`\`${name}\``, setting));
  const policy = jsonSchema(PolicySchema);
  const policySection = section('A policy', { ...policy, description: 'Under `policies`, by name.' });
  const exempt = policy.properties?.['exempt']?.properties ?? {};
  const users = { ...exempt['users']?.items, description: 'An entry of `exempt.users`.' };
  return [HEADER, section('The file', whole), policySection, exemptSection(exempt), section('An exempt user', users), ...sections].join('\n\n');
}

function exemptSection(properties: Readonly<Record<string, JsonSchema>>): string {
  return section('`exempt`', { properties, description: 'In a policy.' });
}

function section(title: string, schema: JsonSchema): string {
  const rows = Object.entries(schema.properties ?? {}).map(([name, setting]) => {
    const required = schema.required?.includes(name) === true;
    return `| \`${name}\` | ${kindOf(setting)} | ${defaultOf(setting, required)} | ${cell(setting.description ?? '')} |`;
  });
  const table = ['| setting | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return [`## ${title}`, schema.description ?? '', table].filter((part) => part !== '').join('\n\n');
}

function defaultOf(setting: JsonSchema, required: boolean): string {
  if (required) return 'required';
  if (setting.default === undefined) return '';
  return typeof setting.default === 'string' ? `\`${setting.default}\`` : `\`${JSON.stringify(setting.default)}\``;
}

/** A vertical bar ends a table cell, in code as well. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function kindOf(setting: JsonSchema): string {
  if (setting.const !== undefined) return `\`${JSON.stringify(setting.const)}\``;
  if (setting.enum !== undefined) return setting.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (setting.anyOf !== undefined) return setting.anyOf.map(kindOf).join(' or ');
  if (setting.type === 'integer') return `${setting.minimum} to ${setting.maximum}`;
  if (setting.type === 'array') return `list of ${kindOf(setting.items ?? {})}`;
  return KINDS[setting.type ?? ''] ?? 'map';
}

const KINDS: Readonly<Record<string, string>> = { string: 'text', boolean: '`true`, `false`', null: '`null`' };
