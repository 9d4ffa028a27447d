/** System.Exception and the exception types that expressions catch or throw. */

import { Dictionary, dictionaryType } from '../collections/dictionary.ts';
import { type CallInfo, defineType, type Members } from '../core/define.ts';
import { NetException } from '../core/exception.ts';
import { T } from '../core/type-ref.ts';
import { reflectionName } from './reflection-name.ts';
import { toText } from './virtual.ts';

/** Line break of the emulated machine. */
export function newLine(call: CallInfo): string {
  return call.runtime.platform === 'windows' ? '\r\n' : '\n';
}

/** `ToString()` without stack frames: expressions have none. */
function describe(exception: NetException, call: CallInfo): string {
  const name = reflectionName(exception.type);
  const own = exception.message === '' ? name : `${name}: ${exception.message}`;
  if (!exception.inner) return own;
  const eol = newLine(call);
  return `${own}${eol} ---> ${describe(exception.inner, call)}${eol}   --- End of inner exception stack trace ---`;
}

const hresults: Readonly<Record<string, number>> = {
  'System.ArgumentException': -2147024809,
  'System.ArgumentNullException': -2147467261,
  'System.ArgumentOutOfRangeException': -2146233086,
  'System.FormatException': -2146233033,
  'System.InvalidOperationException': -2146233079,
  'System.InvalidCastException': -2147467262,
  'System.NullReferenceException': -2147467261,
  'System.IndexOutOfRangeException': -2146233080,
  'System.OverflowException': -2146233066,
  'System.DivideByZeroException': -2147352558,
  'System.NotSupportedException': -2146233067,
  'System.Collections.Generic.KeyNotFoundException': -2146232969,
};

defineType({
  name: 'System.Exception',
  kind: 'class',
  members: {
    'Exception()': (call: CallInfo) => make(call, null),
    'Exception(string message)': (message: string | null, call: CallInfo) => make(call, message),
    'Exception(string message, Exception innerException)': (
      message: string | null,
      inner: NetException | null,
      call: CallInfo,
    ) => make(call, message, inner),
    'string Message { get; }': (self: NetException) => self.message,
    'Exception InnerException { get; }': (self: NetException) => self.inner,
    'IDictionary<object, object> Data { get; }': (self: NetException) => dataOf(self),
    'string StackTrace { get; }': () => null,
    'string Source { get; set; }': { get: () => null, set: () => undefined },
    'string HelpLink { get; set; }': { get: () => null, set: () => undefined },
    'int HResult { get; }': (self: NetException) => hresults[reflectionName(self.type)] ?? -2146233088,
    'Exception GetBaseException()': (self: NetException) => {
      let deepest = self;
      while (deepest.inner) deepest = deepest.inner;
      return deepest;
    },
    'string ToString()': describe,
  },
});

const data = new WeakMap<NetException, Dictionary>();

/** The bag that every exception carries. */
function dataOf(exception: NetException): Dictionary {
  let known = data.get(exception);
  if (!known) {
    known = new Dictionary(dictionaryType(T.object, T.object));
    data.set(exception, known);
  }
  return known;
}

/** An exception as its constructor makes it; a null message becomes the type's default one. */
function make(call: CallInfo, message: string | null, inner: NetException | null = null): NetException {
  const name = (call.receiver as { name: string }).name;
  const own = message ?? defaultMessages.get(name) ?? `Exception of type '${name}' was thrown.`;
  const text = inner && name === 'System.AggregateException' ? `${own} (${inner.message})` : own;
  return new NetException(name, text, inner);
}

const defaultMessages = new Map<string, string>();

/** Type, base class and message when none is given (observed with .NET 10). */
const table: readonly (readonly [name: string, base: string, message: string | null])[] = [
  ['System.SystemException', 'System.Exception', 'System error.'],
  ['System.ApplicationException', 'System.Exception', 'Error in the application.'],
  ['System.AggregateException', 'System.Exception', 'One or more errors occurred.'],
  ['System.ArithmeticException', 'System.SystemException', 'Overflow or underflow in the arithmetic operation.'],
  ['System.OverflowException', 'System.ArithmeticException', 'Arithmetic operation resulted in an overflow.'],
  ['System.DivideByZeroException', 'System.ArithmeticException', 'Attempted to divide by zero.'],
  ['System.NotFiniteNumberException', 'System.ArithmeticException', 'Arg_NotFiniteNumberException'],
  ['System.FormatException', 'System.SystemException', 'One of the identified items was in an invalid format.'],
  ['System.UriFormatException', 'System.FormatException', null],
  [
    'System.InvalidOperationException',
    'System.SystemException',
    'Operation is not valid due to the current state of the object.',
  ],
  ['System.ObjectDisposedException', 'System.InvalidOperationException', null],
  ['System.InvalidCastException', 'System.SystemException', 'Specified cast is not valid.'],
  ['System.NullReferenceException', 'System.SystemException', 'Object reference not set to an instance of an object.'],
  ['System.IndexOutOfRangeException', 'System.SystemException', 'Index was outside the bounds of the array.'],
  [
    'System.ArrayTypeMismatchException',
    'System.SystemException',
    'Attempted to access an element as a type incompatible with the array.',
  ],
  [
    'System.RankException',
    'System.SystemException',
    'Attempted to operate on an array with the incorrect number of dimensions.',
  ],
  ['System.NotSupportedException', 'System.SystemException', 'Specified method is not supported.'],
  [
    'System.PlatformNotSupportedException',
    'System.NotSupportedException',
    'Operation is not supported on this platform.',
  ],
  ['System.NotImplementedException', 'System.SystemException', 'The method or operation is not implemented.'],
  [
    'System.OutOfMemoryException',
    'System.SystemException',
    'Insufficient memory to continue the execution of the program.',
  ],
  ['System.TimeoutException', 'System.SystemException', 'The operation has timed out.'],
  ['System.UnauthorizedAccessException', 'System.SystemException', 'Attempted to perform an unauthorized operation.'],
  ['System.OperationCanceledException', 'System.SystemException', 'The operation was canceled.'],
  ['System.TimeZoneNotFoundException', 'System.Exception', null],
  ['System.InvalidTimeZoneException', 'System.Exception', null],
  ['System.IO.IOException', 'System.SystemException', 'I/O error occurred.'],
  [
    'System.Collections.Generic.KeyNotFoundException',
    'System.SystemException',
    'The given key was not present in the dictionary.',
  ],
  [
    'System.Security.Cryptography.CryptographicException',
    'System.SystemException',
    'Error occurred during a cryptographic operation.',
  ],
  [
    'System.Security.Cryptography.CryptographicUnexpectedOperationException',
    'System.Security.Cryptography.CryptographicException',
    'Error occurred during a cryptographic operation.',
  ],
  [
    'System.Text.DecoderFallbackException',
    'System.ArgumentException',
    'Value does not fall within the expected range.',
  ],
  [
    'System.Text.EncoderFallbackException',
    'System.ArgumentException',
    'Value does not fall within the expected range.',
  ],
  [
    'System.Text.RegularExpressions.RegexMatchTimeoutException',
    'System.TimeoutException',
    'The operation has timed out.',
  ],
  ['System.Text.RegularExpressions.RegexParseException', 'System.ArgumentException', null],
  ['System.Globalization.CultureNotFoundException', 'System.ArgumentException', 'Culture is not supported.'],
  ['System.Xml.XmlException', 'System.SystemException', 'An XML error has occurred.'],
  ['Newtonsoft.Json.JsonException', 'System.Exception', null],
  ['Newtonsoft.Json.JsonReaderException', 'Newtonsoft.Json.JsonException', null],
  ['Newtonsoft.Json.JsonWriterException', 'Newtonsoft.Json.JsonException', null],
  ['Newtonsoft.Json.JsonSerializationException', 'Newtonsoft.Json.JsonException', null],
];

const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

function constructors(name: string): Members {
  const short = shortName(name);
  return {
    [`${short}()`]: (call: CallInfo) => make(call, null),
    [`${short}(string message)`]: (message: string | null, call: CallInfo) => make(call, message),
    [`${short}(string message, Exception innerException)`]: (
      message: string | null,
      inner: NetException | null,
      call: CallInfo,
    ) => make(call, message, inner),
  };
}

for (const [name, base, message] of table) {
  if (message !== null) defaultMessages.set(name, message);
  defineType({ name, kind: 'class', base, members: constructors(name) });
}

const about = (message: string, parameter: string | null): string =>
  parameter ? `${message} (Parameter '${parameter}')` : message;
const DEFAULT_ARGUMENT = 'Value does not fall within the expected range.';
const DEFAULT_NULL = 'Value cannot be null.';
const DEFAULT_RANGE = 'Specified argument was out of the range of valid values.';
defaultMessages.set('System.ArgumentException', DEFAULT_ARGUMENT);
defaultMessages.set('System.ArgumentNullException', DEFAULT_NULL);
defaultMessages.set('System.ArgumentOutOfRangeException', DEFAULT_RANGE);

defineType({
  name: 'System.ArgumentException',
  kind: 'class',
  base: 'System.SystemException',
  members: {
    ...constructors('System.ArgumentException'),
    'ArgumentException(string message, string paramName)': (
      message: string | null,
      parameter: string | null,
      call: CallInfo,
    ) => make(call, about(message ?? DEFAULT_ARGUMENT, parameter)),
    'string ParamName { get; }': (self: NetException) => /\(Parameter '([^']*)'\)/.exec(self.message)?.[1] ?? null,
  },
});

defineType({
  name: 'System.ArgumentNullException',
  kind: 'class',
  base: 'System.ArgumentException',
  members: {
    'ArgumentNullException()': (call: CallInfo) => make(call, null),
    'ArgumentNullException(string paramName)': (parameter: string | null, call: CallInfo) =>
      make(call, about(DEFAULT_NULL, parameter)),
    'ArgumentNullException(string paramName, string message)': (
      parameter: string | null,
      message: string | null,
      call: CallInfo,
    ) => make(call, about(message ?? DEFAULT_NULL, parameter)),
    'ArgumentNullException(string message, Exception innerException)': (
      message: string | null,
      inner: NetException | null,
      call: CallInfo,
    ) => make(call, message, inner),
  },
});

defineType({
  name: 'System.ArgumentOutOfRangeException',
  kind: 'class',
  base: 'System.ArgumentException',
  members: {
    'ArgumentOutOfRangeException()': (call: CallInfo) => make(call, null),
    'ArgumentOutOfRangeException(string paramName)': (parameter: string | null, call: CallInfo) =>
      make(call, about(DEFAULT_RANGE, parameter)),
    'ArgumentOutOfRangeException(string paramName, string message)': (
      parameter: string | null,
      message: string | null,
      call: CallInfo,
    ) => make(call, about(message ?? DEFAULT_RANGE, parameter)),
    'ArgumentOutOfRangeException(string paramName, object actualValue, string message)': (
      parameter: string | null,
      actual: unknown,
      message: string | null,
      call: CallInfo,
    ) => {
      const text = about(message ?? DEFAULT_RANGE, parameter);
      return make(
        call,
        actual === null ? text : `${text}${newLine(call)}Actual value was ${toText(actual, call.runtime)}.`,
      );
    },
    'ArgumentOutOfRangeException(string message, Exception innerException)': (
      message: string | null,
      inner: NetException | null,
      call: CallInfo,
    ) => make(call, message, inner),
  },
});
