/**
 * Whether a text matches a pattern in which `*` stands for any characters and `?` for any one; letters as they are.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  let [inPattern, inText, star, resume] = [0, 0, -1, 0];
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      [star, resume] = [inPattern, inText];
      inPattern += 1;
    } else if (wanted === '?' || wanted === text[inText]) {
      inPattern += 1;
      inText += 1;
    } else if (star >= 0) {
      resume += 1;
      [inPattern, inText] = [star + 1, resume];
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

/**
 * Whether an ARN matches a pattern: each of the six components by itself, for a wildcard does not span components. The
 * last one is the rest, colons included.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const wanted = arnComponents(pattern);
  const given = arnComponents(arn);
  if (wanted === undefined || given === undefined) return false;
  return wanted.every((component, index) => matchesWildcards(component, given[index] ?? ''));
}

/** The six components of an ARN or of a pattern of one; undefined where it has fewer. */
export function arnComponents(arn: string): readonly string[] | undefined {
  const parts = arn.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') return undefined;
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
