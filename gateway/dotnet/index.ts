/** The .NET surface of policy expressions: importing this declares every type. */
import './collections/index.ts';
import './context/index.ts';
import './crypto/index.ts';
import './json/index.ts';
import './linq/index.ts';
import './net/index.ts';
import './primitives/index.ts';
import './regex/index.ts';
import './text/index.ts';
import './time/index.ts';
import './xml/index.ts';
