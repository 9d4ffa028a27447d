/** Loads the engine, compiles one expression, and prints the CPU milliseconds of the whole process. */
import '../../gateway/dotnet/index.ts';
import { createExpressionCompiler } from '../../gateway/expressions/index.ts';

const compiler = await createExpressionCompiler();
const compiled = compiler.compile(
  '@(context.Request.Headers.GetValueOrDefault("Authorization", "").Split(\' \').Last())',
);
if (!compiled.ok) throw new Error(compiled.errors[0]?.message);
const { user, system } = process.cpuUsage();
console.log((user + system) / 1000);
