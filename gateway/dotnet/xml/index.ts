/** System.Xml.Linq. */
import './json-convert-xml.ts';
import './linq-extensions.ts';
import './x-attribute.ts';
import './x-container.ts';
import './x-document.ts';
import './x-element.ts';
import './x-name.ts';
import './x-node.ts';
