#!/usr/bin/env node
// The command's launcher. Plain JavaScript, so that an old Node gives a clear message instead of a syntax error.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runWithNode } from '../scripts/with-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compile');
runWithNode([join(root, 'cli', 'main.ts'), ...process.argv.slice(2)], { lifeline: true });
