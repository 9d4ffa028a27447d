/** Values a log line may have. Objects are left out on purpose: what is not named can't leak. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one event. */
export type Logger = (event: string, fields?: LogFields) => void;

const longestValue = 200;
/** A JWS or JWE, a bearer credential, or any run of characters that only a key or a token has. */
const secretShapes = /\beyJ[\w-]*(?:\.[\w-]*){0,4}|\bbearer\s+\S+|[A-Za-z0-9+/_-]{64,}={0,2}/gi;

function clean(value: string): string {
  const hidden = value.replaceAll(secretShapes, '[redacted]');
  return hidden.length > longestValue ? `${hidden.slice(0, longestValue)}...` : hidden;
}

/**
 * A logger of JSON lines. Callers pass only harmless fields; token shapes are hidden all the same, because one careless
 * field is enough.
 *
 * @param write takes one line with its line feed
 * @param clock milliseconds since 1970
 */
export function createLogger(write: (line: string) => void, clock: () => number): Logger {
  return (event, fields = {}) => {
    const entry: Record<string, string | number | boolean> = { time: new Date(clock()).toISOString(), event };
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined) entry[name] = typeof value === 'string' ? clean(value) : value;
    }
    write(`${JSON.stringify(entry)}\n`);
  };
}
