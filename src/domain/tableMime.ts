/** MIME type of a table in a display bundle; here, apart from its schema, so that the page need not carry zod. */
export const TABLE_MIME = "application/vnd.dataresource+json";
