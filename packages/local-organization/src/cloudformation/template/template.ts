import type { Expression } from './expression.ts';

/** A parameter as the template declares it. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export interface ParameterDefinition {
  readonly name: string;
  readonly type: 'String' | 'Number' | 'List<Number>' | 'CommaDelimitedList';
  readonly default: string | undefined;
  readonly description: string | undefined;
  readonly noEcho: boolean;
  readonly allowedValues: readonly string[] | undefined;
  readonly allowedPattern: string | undefined;
  readonly constraintDescription: string | undefined;
  readonly length: Bounds;
  readonly value: Bounds;
}

/** What a number may be at least and at most; open where undefined. */
export interface Bounds {
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html */
export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

/** A resource as the template declares it. */
export interface ResourceDefinition {
  readonly logicalId: string;
  readonly type: string;
  /** The name of a condition. */
  readonly condition: string | undefined;
  /** Evaluates to an object. */
  readonly properties: Expression;
  /** What it must wait for: named by DependsOn, or referred to. */
  readonly dependsOn: ReadonlySet<string>;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: 'Delete' | 'Retain';
}

/** An output as the template declares it. */
export interface OutputDefinition {
  readonly name: string;
  readonly description: string | undefined;
  readonly condition: string | undefined;
  readonly value: Expression;
}

/** A template that was read: everything in it is known here, and every reference leads somewhere. */
export interface Template {
  /** As it was given. */
  readonly body: string;
  readonly description: string | undefined;
  readonly parameters: ReadonlyMap<string, ParameterDefinition>;
  /** Each evaluates to true or false. */
  readonly conditions: ReadonlyMap<string, Expression>;
  /** In an order in which each comes after what it depends on. */
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  readonly outputs: ReadonlyMap<string, OutputDefinition>;
}
