import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { summarisedKeySchema, summarySchema } from './summary.ts';

/** The JSON Schema of `summary.json` (draft 7), as JSON text. */
export function summarySchemaJson(): string {
  return schemaJson('summary.json', summarySchema);
}

/** The JSON Schema of a line of `keys.jsonl` (draft 7), as JSON text. */
export function keySchemaJson(): string {
  return schemaJson('a line of keys.jsonl', summarisedKeySchema);
}

/** Whether an instant exists in the calendar is a check that JSON Schema has no words for. */
function schemaJson(title: string, schema: GenericSchema): string {
  return JSON.stringify({ title, ...toJsonSchema(schema, { typeMode: 'output', ignoreActions: ['check'] }) }, null, 2);
}
