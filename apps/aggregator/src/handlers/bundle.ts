declare const KEYSWEEP_BUNDLE_HASH: string | undefined;

/** SHA-256 of the bundle this code runs in, so that an audit says which code made it; `source` outside a bundle. */
export const bundleHash = typeof KEYSWEEP_BUNDLE_HASH === 'string' ? KEYSWEEP_BUNDLE_HASH : 'source';

/** The folder of the bundle, which is CommonJS: the configuration lies beside it in the code asset. */
export const bundleFolder = typeof __dirname === 'string' ? __dirname : '.';
