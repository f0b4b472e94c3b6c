/** The connection that is always there: Python of this machine, and the model that the other settings choose. */
export const LOCAL = "Local";
