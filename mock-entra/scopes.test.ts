import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScope, ScopeSyntaxError } from './scopes.ts';

const graphId = '00000003-0000-0000-c000-000000000000';

describe('scope parameters', () => {
  it('split OpenID scopes, Graph names and resource names', () => {
    const { oidc, resources } = parseScope(
      'openid Profile User.Read api://x/read https://a.example/mcp/use api://x/write',
    );
    expect([...oidc]).toEqual(['openid', 'profile']);
    expect(resources).toEqual([
      { identifier: graphId, names: ['User.Read'], isDefault: false },
      { identifier: 'api://x', names: ['read', 'write'], isDefault: false },
      { identifier: 'https://a.example/mcp', names: ['use'], isDefault: false },
    ]);
  });

  it('keep the slash of a resource that ends with one', () => {
    expect(parseScope('api://x//.default').resources).toEqual([{ identifier: 'api://x/', names: [], isDefault: true }]);
  });

  it.each([
    'api://x',
    'api://',
    '/read',
    'api://x/',
    'https://a.example/',
    'api://x/.default api://x/read',
    'a"b',
    'a\\b',
    'ü',
  ])('refuse %s', (text) => {
    expect(() => parseScope(text)).toThrow(ScopeSyntaxError);
  });

  it('either parse or say which part is wrong', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        try {
          for (const { identifier, names } of parseScope(text).resources) {
            expect(identifier).not.toBe('');
            expect(names).not.toContain('');
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ScopeSyntaxError);
        }
      }),
    );
  });
});
