import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('try statements', () => {
  test.each<[string, unknown]>([
    [
      '@{ try { throw new ArgumentException("boo"); } catch (FormatException) { return 1; } catch (ArgumentException e) { return e.Message; } }',
      'boo',
    ],
    [
      '@{ string log = ""; try { log += "a"; throw new Exception("x"); } catch (Exception e) when (e.Message == "y") { log += "y"; } catch { log += "c"; } finally { log += "f"; } return log; }',
      'acf',
    ],
    [
      '@{ string log = ""; try { try { throw new Exception("x"); } finally { log += "f"; } } catch (Exception e) { log += e.Message; } return log; }',
      'fx',
    ],
    ['@{ try { return "t"; } finally { int x = 1; } }', 't'],
    [
      '@{ try { try { throw new FormatException("in"); } catch (Exception) { throw; } } catch (Exception e) { return e.GetType().Name + e.Message; } }',
      'FormatExceptionin',
    ],
    [
      '@{ try { int z = 0; return 1 / z; } catch (DivideByZeroException e) { return e.Message; } }',
      'Attempted to divide by zero.',
    ],
    [
      '@{ string s = null; try { return s.Length; } catch (NullReferenceException e) { return e.Message; } }',
      'Object reference not set to an instance of an object.',
    ],
    [
      '@{ int? a = null; try { return a.Value; } catch (InvalidOperationException e) { return e.Message; } }',
      'Nullable object must have a value.',
    ],
    ['@{ checked { int x = int.MaxValue; try { x++; return 1; } catch (OverflowException) { return 2; } } }', 2],
  ])('catch, filter, finally: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '@{ try { } catch (string e) { } return 1; }',
      ['CS0155 18: The type caught or thrown must be derived from System.Exception'],
    ],
    [
      '@{ try { return 1; } catch (Exception e) { } catch (FormatException f) { } return 2; }',
      ["CS0160 52: A previous catch clause already catches all exceptions of this or of a super type ('Exception')"],
    ],
    [
      '@{ try { return 1; } catch { return 2; } catch (Exception) { return 3; } }',
      ['CS1017 41: Catch clauses cannot follow the general catch clause of a try statement'],
    ],
  ])('catch, filter, finally: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
