/**
 * `node reference-server/main.ts`: starts the server its environment describes and prints one line of JSON with its URL.
 * Log lines go to standard error. Exit codes: 0 ended by signal or parent, 2 wrong settings, 1 anything else.
 */
import { runReferenceServer } from './process/run.ts';

await runReferenceServer();
