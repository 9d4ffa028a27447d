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

const undescribed = { headers: [], responses: [] };

it('reads operations from YAML as API Management writes it', () => {
  expect(operationsFromYaml(yaml)).toEqual([
    {
      id: 'list-users',
      name: 'All users',
      method: 'GET',
      urlTemplate: '/users/',
      description: 'get: not a member\noperationId: neither\n',
      headers: [],
      responses: [{ status: 200 }],
    },
    { id: 'create user', name: 'create user', method: 'POST', urlTemplate: '/users/', ...undescribed },
    {
      id: 'put-users-id-activate',
      name: 'put-users-id-activate',
      method: 'PUT',
      urlTemplate: '/users/{id}:activate',
      ...undescribed,
    },
    { id: 'root', name: 'root', method: 'GET', urlTemplate: '/', ...undescribed },
  ]);
});

it('reads operations from what is nearly YAML line by line', () => {
  const template = `${yaml}  broken: [ \n`;
  expect(operationsFromYaml(template).map(({ id }) => id)).toEqual([
    'list-users',
    'create user',
    'put-users-id-activate',
    'root',
  ]);
});

it('reads operations from JSON', () => {
  const document = { paths: { '/a': { get: { operationId: 'a', summary: 'A' }, parameters: [] }, '/b': { head: {} } } };
  expect(operationsFromJson(JSON.stringify(document))).toEqual([
    { id: 'a', name: 'A', method: 'GET', urlTemplate: '/a', ...undescribed },
    { id: 'head-b', name: 'head-b', method: 'HEAD', urlTemplate: '/b', ...undescribed },
  ]);
});

it('finds none where there are none', () => {
  expect(operationsFromYaml('a: b\n- c\n\tx')).toEqual([]);
  expect(operationsFromJson('[]')).toEqual([]);
});
