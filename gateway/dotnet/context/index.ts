/** Declares every type of the `context` graph; imported for its effect, and for the type of `context`. */
import './api.ts';
import './authorization.ts';
import './backend.ts';
import './basic-credentials.ts';
import './deployment.ts';
import './dictionary-extensions.ts';
import './form-content.ts';
import './group.ts';
import './jwt.ts';
import './last-error.ts';
import './message-body.ts';
import './multi-dictionary.ts';
import './operation.ts';
import './product.ts';
import './request.ts';
import './response.ts';
import './string-dictionary.ts';
import './subscription.ts';
import './url.ts';
import './user.ts';
import './variables.ts';
import './workspace.ts';

export { NetContext } from './context.ts';
