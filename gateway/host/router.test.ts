import { describe, expect, test } from 'vitest';
import type { Api, Operation } from '../model.ts';
import { Headers } from '../pipeline/message/headers.ts';
import { GatewayUrl } from '../pipeline/message/url.ts';
import { defaultSwitches } from '../switches.ts';
import { Router } from './router.ts';

const operation = (method: string, urlTemplate: string): Operation => ({
  id: `${method} ${urlTemplate}`,
  name: '',
  method,
  urlTemplate,
});
const api = (path: string, operations: Operation[], more: Partial<Api> = {}): Api => ({
  id: path || 'root',
  name: path,
  path,
  revision: '1',
  subscriptionRequired: false,
  operations,
  ...more,
});
const url = (path: string): GatewayUrl => GatewayUrl.parse(`https://gw.example${path}`) ?? expect.fail(path);

const router = new Router(
  [
    api('', [operation('GET', '/.well-known/thing')]),
    api('mcp', [operation('POST', '/'), operation('GET', '/')]),
    api('mcp/inner', [operation('*', '/*'), operation('GET', '/exact')]),
    api('rev', [operation('GET', '/')], { id: 'rev-1' }),
    api('rev', [operation('GET', '/')], { id: 'rev-2', revision: '2', isCurrentRevision: false }),
    api('plain', [operation('GET', '/x'), operation('OPTIONS', '/y'), operation('GET', '/y')]),
  ],
  defaultSwitches,
);

describe('router', () => {
  test.each([
    ['GET', '/.well-known/thing', 'root', 'GET /.well-known/thing'],
    ['POST', '/mcp', 'mcp', 'POST /'],
    ['POST', '/MCP/', 'mcp', 'POST /'],
    ['DELETE', '/mcp/inner/a/b', 'mcp/inner', '* /*'],
    ['GET', '/mcp/inner/exact', 'mcp/inner', 'GET /exact'],
  ])('%s %s', (method, path, apiId, operationId) => {
    const match = router.match(method, url(path));
    expect([match?.api.id, match?.operation.id]).toEqual([apiId, operationId]);
  });

  test('another method than the operations have finds nothing', () => {
    expect(router.match('PUT', url('/mcp'))).toBeUndefined();
  });

  test('an API path is whole segments', () => {
    expect(router.match('POST', url('/mcpx'))).toBeUndefined();
  });

  test('a revision is chosen by ;rev=', () => {
    expect(router.match('GET', url('/rev'))?.api.id).toBe('rev-1');
    expect(router.match('GET', url('/rev;rev=2'))?.api.id).toBe('rev-2');
    expect(router.match('GET', url('/rev;rev=3'))).toBeUndefined();
  });

  test('a version is named by a segment, a query parameter or a header', () => {
    const versions = new Router(
      [
        api('seg', [operation('GET', '/')], { id: 'seg' }),
        api('seg', [operation('GET', '/')], { id: 'seg-1', version: 'v1', versioning: { scheme: 'segment' } }),
        api('q', [operation('GET', '/')], { id: 'q' }),
        api('q', [operation('GET', '/')], { id: 'q-2', version: '2', versioning: { scheme: 'query', name: 'ver' } }),
        api('h', [operation('GET', '/')], { id: 'h-1', version: '1', versioning: { scheme: 'header', name: 'X-Ver' } }),
      ],
      defaultSwitches,
    );
    const found = (path: string, ...headers: string[]) =>
      versions.match('GET', url(path), Headers.fromRaw(headers))?.api.id;
    expect([found('/seg'), found('/seg/v1'), found('/seg/v2')]).toEqual(['seg', 'seg-1', undefined]);
    expect([found('/q'), found('/q?ver=2'), found('/q?ver=3')]).toEqual(['q', 'q-2', 'q']);
    expect([found('/h', 'x-ver', '1'), found('/h', 'x-ver', '2'), found('/h')]).toEqual(['h-1', undefined, undefined]);
  });

  test('a preflight finds the operation it asks about, unless OPTIONS is an operation (semantics 23)', () => {
    const headers = Headers.fromRaw(['Origin', 'https://a', 'Access-Control-Request-Method', 'GET']);
    expect(router.matchPreflight(url('/plain/x'), headers)?.operation.id).toBe('GET /x');
    expect(router.matchPreflight(url('/plain/y'), headers)).toBeUndefined();
    expect(router.matchPreflight(url('/plain/x'), Headers.empty())).toBeUndefined();
  });
});
