import { lookup } from "mime-types";

// The Code Interpreter's own table; `mime-types` gives other answers for several of these.
const CODE_INTERPRETER_TYPES: Record<string, string> = {
  c: "text/x-c",
  cpp: "text/x-c++",
  csv: "application/csv",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  html: "text/html",
  java: "text/x-java",
  json: "application/json",
  md: "text/markdown",
  pdf: "application/pdf",
  php: "text/x-php",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  py: "text/x-python",
  rb: "text/x-ruby",
  tex: "text/x-tex",
  txt: "text/plain",
  css: "text/css",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  gif: "image/gif",
  png: "image/png",
  tar: "application/x-tar",
  ts: "application/typescript",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xml: "application/xml",
  zip: "application/zip",
};

/** MIME type by the extension of `name`, whose case does not matter; unknown ones are application/octet-stream. */
export function mimeTypeOf(name: string): string {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  // Own ones only: a cell may well write a file called "x.constructor".
  const listed = Object.hasOwn(CODE_INTERPRETER_TYPES, extension)
    ? CODE_INTERPRETER_TYPES[extension]
    : undefined;
  return listed ?? (lookup(`.${extension}`) || "application/octet-stream");
}
