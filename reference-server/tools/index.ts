import type { ReadProfile } from '../graph/graph-access.ts';
import { echo } from './echo.ts';
import { getGraphUserDetails } from './get-graph-user-details.ts';
import { hello } from './hello.ts';
import { listTools } from './list-tools.ts';
import { me } from './me.ts';
import { status } from './status.ts';
import type { Tool } from './tool.ts';

/** Every tool of the server, in the order in which they are listed. */
export function createTools(readProfile: ReadProfile): readonly Tool[] {
  const tools: readonly Tool[] = [
    getGraphUserDetails(readProfile),
    hello,
    echo,
    listTools(() => tools),
    me(readProfile),
    status(readProfile),
  ];
  return tools;
}
