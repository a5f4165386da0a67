import { toJsonSchema, type JsonSchema as Converted } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { ConfigSchema, PolicySchema } from './config-schema.ts';

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

type Settings = Readonly<Record<string, JsonSchema>>;

function jsonSchema(schema: GenericSchema): JsonSchema {
  // A map is a pipe whose last schema has the settings, which is its output side; nothing is transformed on the way.
  return toJsonSchema(schema, {
    typeMode: 'output',
    overrideSchema: ({ jsonSchema: made }) => tidied(made),
  }) as JsonSchema;
}

/** valibot leaves out what type a constant has, and writes down that nothing is required. */
function tidied({ required = [], ...schema }: Converted): Converted {
  return {
    ...schema,
    ...(schema.const === undefined ? {} : { type: 'number' }),
    ...(required.length === 0 ? {} : { required }),
  };
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
  const policy = jsonSchema(PolicySchema);
  const exempt = policy.properties?.['exempt'] as JsonSchema;
  const user = exempt.properties?.['users']?.items as JsonSchema;
  const maps = Object.entries(whole.properties as Settings).filter(([, setting]) => setting.properties !== undefined);
  return [
    HEADER,
    section('The file', '', whole),
    section('A policy', 'Under `policies`, by name.', policy),
    section('`exempt`', 'In a policy.', exempt),
    section('An exempt user', 'An entry of `exempt.users`.', user),
    ...maps.map(([name, setting]) => section(`\`${name}\``, setting.description as string, setting)),
  ].join('\n\n');
}

function section(title: string, introduction: string, schema: JsonSchema): string {
  const rows = Object.entries(schema.properties as Settings).map(([name, setting]) => {
    const fallback = schema.required?.includes(name) === true ? 'required' : defaultOf(setting);
    return `| \`${name}\` | ${kindOf(setting)} | ${fallback} | ${setting.description as string} |`;
  });
  const table = ['| setting | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return [`## ${title}`, introduction, table].join('\n\n');
}

function defaultOf({ default: fallback }: JsonSchema): string {
  if (fallback === undefined) return '';
  return typeof fallback === 'string' ? `\`${fallback}\`` : `\`${JSON.stringify(fallback)}\``;
}

function kindOf(setting: JsonSchema): string {
  if (setting.const !== undefined) return `\`${JSON.stringify(setting.const)}\``;
  if (setting.enum !== undefined) return setting.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (setting.anyOf !== undefined) return setting.anyOf.map(kindOf).join(' or ');
  if (setting.type === 'integer') return `${setting.minimum} to ${setting.maximum}`;
  if (setting.type === 'array') return `list of ${kindOf(setting.items as JsonSchema)}`;
  return KINDS[setting.type as string] as string;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'map',
  boolean: '`true`, `false`',
  null: '`null`',
};
