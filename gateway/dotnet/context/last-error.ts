import { defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import type { LastErrorHost } from './host.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('ILastError');

/** `context.LastError`. */
export class LastError extends NetObject {
  readonly host: LastErrorHost;
  constructor(host: LastErrorHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

defineType({
  name: fullName('ILastError'),
  kind: 'class',
  members: {
    'string Source { get; }': (self: LastError) => self.host.source,
    'string Reason { get; }': (self: LastError) => self.host.reason,
    'string Message { get; }': (self: LastError) => self.host.message,
    'string Scope { get; }': (self: LastError) => self.host.scope,
    'string Section { get; }': (self: LastError) => self.host.section,
    'string Path { get; }': (self: LastError) => self.host.path,
    'string PolicyId { get; }': (self: LastError) => self.host.policyId,
    'int HttpErrorCode { get; }': (self: LastError) => self.host.httpErrorCode,
  },
});
