import { expect, it } from "vitest";
import { mimeTypeOf } from "../../src/domain/mimeTypes.ts";

// The Code Interpreter's own table, row by row.
const TABLE = `
.c text/x-c
.cpp text/x-c++
.csv application/csv
.docx application/vnd.openxmlformats-officedocument.wordprocessingml.document
.html text/html
.java text/x-java
.json application/json
.md text/markdown
.pdf application/pdf
.php text/x-php
.pptx application/vnd.openxmlformats-officedocument.presentationml.presentation
.py text/x-python
.rb text/x-ruby
.tex text/x-tex
.txt text/plain
.css text/css
.jpeg image/jpeg
.jpg image/jpeg
.js text/javascript
.gif image/gif
.png image/png
.tar application/x-tar
.ts application/typescript
.xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
.xml application/xml
.zip application/zip`
  .trim()
  .split("\n")
  .map((row) => row.split(" ") as [extension: string, mime: string]);

it("the table has its 26 rows", () => {
  expect(TABLE).toHaveLength(26);
});

it.each(TABLE)("%s is %s, in capitals as well", (extension, mime) => {
  expect(mimeTypeOf(`매출 v1.2${extension}`)).toBe(mime);
  expect(mimeTypeOf(`folder.d/REPORT${extension.toUpperCase()}`)).toBe(mime);
});

it.each([
  ["a.svg", "image/svg+xml"],
  ["a.parquet", "application/octet-stream"],
  ["a.unknown", "application/octet-stream"],
  ["noextension", "application/octet-stream"],
  ["csv", "application/octet-stream"],
  ["folder.csv/data", "application/octet-stream"],
  ["constructor", "application/octet-stream"],
  ["a.constructor", "application/octet-stream"],
  ["a.__proto__", "application/octet-stream"],
  ["", "application/octet-stream"],
  ["a.", "application/octet-stream"],
])("other files: %j is %s", (name, mime) => {
  expect(mimeTypeOf(name)).toBe(mime);
});
