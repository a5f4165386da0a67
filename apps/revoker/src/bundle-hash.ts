declare const KEYSWEEP_BUNDLE_HASH: string | undefined;

/** SHA-256 of the bundle this code runs in, so that a plan says which code made it; `source` outside a bundle. */
export const bundleHash = typeof KEYSWEEP_BUNDLE_HASH === 'string' ? KEYSWEEP_BUNDLE_HASH : 'source';
