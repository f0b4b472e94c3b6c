/** An event of a response's stream, before it has its number. */
export type Piece = Readonly<Record<string, unknown>> & { readonly type: string };

/** As it goes out; numbers count from 0 without a gap. */
export type ResponseEvent = Piece & { readonly sequence_number: number };
