/**
 * The environment of whoever started the tests. They may have been started by an npx, and what that one was told to bring
 * is not what one within the tests is to bring.
 */
export const outerEnvironment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_config_(package|call)$/i.test(name)),
);
