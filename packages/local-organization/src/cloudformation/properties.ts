import { ResourceFailure, propertyNotModelled } from './resource-failure.ts';
import { isObject } from './template/json.ts';
import type { Json, JsonObject } from './template/json.ts';
import type { PropertyList } from './resource-type.ts';

/**
 * The properties of a resource with all functions evaluated, read by name. Numbers and booleans may stand there as text, as
 * parameters have them, which CloudFormation takes too.
 */
export class Properties {
  readonly values: JsonObject;
  /** For messages: the type, or the type and the path of a property. */
  readonly #of: string;

  constructor(of: string, values: JsonObject) {
    this.#of = of;
    this.values = values;
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw this.#invalid(name, 'String', value);
  }

  requiredText(name: string): string {
    return this.text(name) ?? this.#missing(name);
  }

  number(name: string): number | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw this.#invalid(name, 'Number', value);
  }

  flag(name: string): boolean | undefined {
    const value = this.values[name];
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw this.#invalid(name, 'Boolean', value);
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((item) => {
      if (typeof item === 'string') return item;
      throw this.#invalid(name, 'String', item);
    });
  }

  /** The items of a list; none where it is left out. */
  list(name: string): readonly Json[] {
    const value = this.values[name];
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    throw this.#invalid(name, 'Array', value);
  }

  /** The objects of a list. */
  objects(name: string): readonly Properties[] {
    return this.list(name).map((item, index) => {
      if (isObject(item)) return new Properties(`${this.#of}, ${name}[${index}]`, item);
      throw this.#invalid(name, 'JSONObject', item);
    });
  }

  object(name: string): Properties | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (isObject(value)) return new Properties(`${this.#of}, ${name}`, value);
    throw this.#invalid(name, 'JSONObject', value);
  }

  requiredObject(name: string): Properties {
    return this.object(name) ?? this.#missing(name);
  }

  /** Refuses whatever is neither modelled nor harmless. */
  check({ modelled, harmless }: PropertyList): void {
    const other = Object.keys(this.values).find((name) => !modelled.includes(name) && !Object.hasOwn(harmless, name));
    if (other !== undefined) throw propertyNotModelled(this.#of, other);
  }

  /** Refuses any value but the one that is modelled; left out is right. */
  only(name: string, modelled: string): void {
    const value = this.text(name);
    if (value !== undefined && value !== modelled) throw propertyNotModelled(this.#of, `${name} ${value}`);
  }

  // https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
  #missing(name: string): never {
    throw new ResourceFailure(
      `Properties validation failed for resource of ${this.#of}: required key [${name}] not found`,
    );
  }

  #invalid(name: string, wanted: string, value: Json): ResourceFailure {
    const found = Array.isArray(value) ? 'JSONArray' : isObject(value) ? 'JSONObject' : typeof value;
    return new ResourceFailure(
      `Model validation failed (#/${name} of ${this.#of}: expected type: ${wanted}, found: ${found})`,
    );
  }
}
