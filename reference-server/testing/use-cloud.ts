import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createAuthority } from '../../net/authority.ts';
import { listen } from '../../net/listener.ts';
import { type FakeCloud, startFakeCloud } from './fake-cloud.ts';
import { type TestServers, testServers } from './use-server.ts';

/** What a test file stands on. */
export interface World {
  /** Started once a file; each test finds it with its own answers and without earlier requests. */
  readonly cloud: FakeCloud;
  /** Its answers before any test changed them. */
  readonly answers: FakeCloud['answers'];
  /** Servers against it, closed after each test. */
  readonly servers: TestServers;
}

/** A cloud that this process trusts, and reference servers against it, for the tests of a file. */
export function useCloud(): World {
  let cloud: FakeCloud | undefined;
  let answers: FakeCloud['answers'] | undefined;
  const started = (): FakeCloud => {
    if (!cloud) throw new Error('the cloud starts before the tests of the file');
    return cloud;
  };
  const servers = testServers(started);
  beforeAll(async () => {
    cloud = await startFakeCloud({ createAuthority, listen });
    answers = { ...cloud.answers };
    tls.setDefaultCACertificates([cloud.certificate]);
  });
  beforeEach(() => {
    Object.assign(started().answers, answers);
    started().requests.length = 0;
  });
  afterEach(() => servers.close());
  afterAll(() => cloud?.close());
  return {
    get cloud() {
      return started();
    },
    get answers() {
      return answers ?? started().answers;
    },
    servers,
  };
}
