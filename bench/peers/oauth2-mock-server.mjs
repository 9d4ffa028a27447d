/** oauth2-mock-server as its documentation starts it: one RS256 key, every client and secret accepted. */
import { OAuth2Server } from 'oauth2-mock-server';
import { listening } from './serve.mjs';

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
listening(server.address().port);
