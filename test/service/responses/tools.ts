/** The tool, with a container that is found or made. */
export const python = { type: "code_interpreter" as const, container: { type: "auto" as const } };

/** Has what code gave come with it. */
export const withOutputs = ["code_interpreter_call.outputs" as const];
