/** The member function and its execution role: the centre finds both by this name in every account. */
export const REVOKER_NAME = 'keysweep-revoker';

/** The role through which the centre looks into a member account. */
export const AUDIT_ROLE_NAME = 'keysweep-audit';

/** The role the centre works with, in the central account. */
export const CENTRAL_ROLE_NAME = 'keysweep-central';

/** The StackSet that puts the member stack into every account. */
export const STACK_SET_NAME = 'keysweep';
