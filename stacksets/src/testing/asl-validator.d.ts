/** The package has no types of its own. */
declare module 'asl-validator' {
  /** Holds a definition to Amazon States Language: schema, transitions, paths and JSONata. */
  function validate(
    definition: unknown,
    options?: { readonly checkPaths?: boolean; readonly checkArn?: boolean },
  ): { readonly isValid: boolean; readonly errorsText: (separator?: string) => string };
  export = validate;
}
