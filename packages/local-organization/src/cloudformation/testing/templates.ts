/** Resources as a template has them. */
export type Resources = Readonly<Record<string, object>>;

/** A template of these resources, as text. */
export function template(resources: Resources, sections: object = {}): string {
  return JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', ...sections, Resources: resources });
}

/** A parameter of SSM, the smallest thing with a name and a value that can be looked at. */
export function parameter(name: string, value: unknown = 'value', attributes: object = {}): object {
  return { Type: 'AWS::SSM::Parameter', Properties: { Name: name, Type: 'String', Value: value }, ...attributes };
}

/** A role that only Lambda may work with, and that may do nothing. */
export function lambdaRole(name?: string): object {
  const statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...(name === undefined ? {} : { RoleName: name }),
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    },
  };
}

/** A resource that cannot be made, with a reason that names it. */
export const BROKEN = { Type: 'AWS::EC2::Instance', Properties: {} };
