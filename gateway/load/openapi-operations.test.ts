import { expect, it } from 'vitest';
import { operationsFromJson, operationsFromYaml } from './openapi-operations.ts';

const yaml = `openapi: 3.0.1
info:
  title: 'Paths: not here'
  description: |
    paths:
      /no:
        get:
          operationId: no
servers:
  - url: https://a.example
paths:
  /users/:
    parameters:
      - name: x
    get:
      summary: "All users"
      description: |
        get: not a member
        operationId: neither
      operationId: list-users
      responses:
        '200':
          description: ''
    'post':
      operationId: 'create user'
  /users/{id}:activate:
    put:
      tags: [ a ]
  "/":
    get:
      operationId: root # comment-like text is part of nothing here
components:
  schemas:
    get:
      operationId: no
`;

it('reads operations from YAML as API Management writes it', () => {
  expect(operationsFromYaml(yaml)).toEqual([
    { id: 'list-users', name: 'All users', method: 'GET', urlTemplate: '/users/' },
    { id: 'create user', name: 'create user', method: 'POST', urlTemplate: '/users/' },
    { id: 'put-users-id-activate', name: 'put-users-id-activate', method: 'PUT', urlTemplate: '/users/{id}:activate' },
    { id: 'root', name: 'root', method: 'GET', urlTemplate: '/' },
  ]);
});

it('reads operations from JSON', () => {
  const document = { paths: { '/a': { get: { operationId: 'a', summary: 'A' }, parameters: [] }, '/b': { head: {} } } };
  expect(operationsFromJson(JSON.stringify(document))).toEqual([
    { id: 'a', name: 'A', method: 'GET', urlTemplate: '/a' },
    { id: 'head-b', name: 'head-b', method: 'HEAD', urlTemplate: '/b' },
  ]);
});

it('finds none where there are none', () => {
  expect(operationsFromYaml('a: b\n- c\n\tx')).toEqual([]);
  expect(operationsFromJson('[]')).toEqual([]);
});
