/**
 * Puts values where a statement or a template refers to them, as CloudFormation does: `Ref`, `Fn::GetAtt` and `Fn::Sub`, by
 * name (`AWS::Region`, `Evidence.Arn`). What is not known keeps a name that nothing is called.
 */
export function fillIn(value: unknown, known: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((each) => fillIn(each, known));
  if (typeof value !== 'object' || value === null) return value;
  const named = (name: string) => known[name] ?? `arn:aws:unknown:::${name}`;
  const [[first, inner] = ['', null], ...more] = Object.entries(value as Record<string, unknown>);
  if (more.length === 0 && first === 'Ref') return named(String(inner));
  if (more.length === 0 && first === 'Fn::GetAtt') return named((inner as string[]).join('.'));
  if (more.length === 0 && first === 'Fn::Sub')
    return String(inner).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => named(name));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillIn(each, known)]));
}
