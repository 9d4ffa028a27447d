#!/usr/bin/env node
// The published package's launcher. Plain JavaScript that an old Node can read, so that it can say what is missing.
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`sallyport: Node ${process.versions.node} is too old; use Node 22.19 or newer.`);
  process.exit(2);
}
module.enableCompileCache();
await import('../cli/main.js');
