/** The enums of Newtonsoft.Json that expressions name. */
import { defineEnum } from '../core/define.ts';

defineEnum({ name: 'Newtonsoft.Json.Formatting', values: { None: 0, Indented: 1 } });
defineEnum({ name: 'Newtonsoft.Json.Linq.MergeArrayHandling', values: { Concat: 0, Union: 1, Replace: 2, Merge: 3 } });
defineEnum({
  name: 'Newtonsoft.Json.Linq.MergeNullValueHandling',
  flags: true,
  values: { Ignore: 0, Merge: 1 },
});
defineEnum({ name: 'Newtonsoft.Json.NullValueHandling', values: { Include: 0, Ignore: 1 } });
