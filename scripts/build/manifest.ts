/** The package.json that is published. */

/** What it takes from the one of the sources. */
export interface SourceManifest {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Packages that are used when they are there: for sign-in with a real browser. */
const optionalPeers = ['@playwright/test', '@sparticuz/chromium', 'msw'];

/** The manifest of the built package. No scripts: nothing runs when it is installed. */
export function publishedManifest(source: SourceManifest) {
  return {
    name: 'sallyport',
    version: source.version,
    description: source.description,
    license: source.license,
    type: 'module',
    // what undici demands
    engines: { node: '>=22.19' },
    bin: { sallyport: 'bin/sallyport.mjs' },
    exports: {
      ...Object.fromEntries(
        Object.entries(source.exports).map(([name, file]) => [
          name,
          { types: file.replace(/\.ts$/, '.d.ts'), default: file.replace(/\.ts$/, '.js') },
        ]),
      ),
      './package.json': './package.json',
    },
    dependencies: source.dependencies,
    peerDependencies: Object.fromEntries(optionalPeers.map((name) => [name, '*'])),
    peerDependenciesMeta: Object.fromEntries(optionalPeers.map((name) => [name, { optional: true }])),
  };
}
