import { defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import type { WorkspaceHost } from './host.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('IWorkspace');

/** `context.Workspace`. */
export class Workspace extends NetObject {
  readonly host: WorkspaceHost;
  constructor(host: WorkspaceHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

defineType({
  name: fullName('IWorkspace'),
  kind: 'class',
  members: {
    'string Id { get; }': (self: Workspace) => self.host.id,
    'string Name { get; }': (self: Workspace) => self.host.name,
  },
});
