import { TERMS_OF } from "../text/terms.ts";

/** Python's `brief(value)` and `finish(outline, texts, copy)`, which all documents end with. */
export const WRITE_TEXT = `${TERMS_OF}

def brief(value, length=80):
    return " ".join(str(value).split())[:length]


def finish(outline, texts, copy):
    """Reports the outline and the words, and writes the text as a file."""
    whole = "\\n\\n".join(texts)
    print(f"words: {len(whole.split())}")
    print(f"characters: {len(whole)}")
    print(f"headings: {len(outline)}")
    if outline:
        titles = [title for _, title in outline]
        print("outline: " + "; ".join(titles[:8]) + (" …" if len(titles) > 8 else ""))
        display(pd.DataFrame(outline, columns=["level", "heading"]))
    terms = terms_of(whole)
    if terms:
        print("terms: " + ", ".join(f"{word[:40]} ({times})" for word, times in terms[:5]))
    if whole.strip():
        with open(copy, "w", encoding="utf-8", errors="replace") as file:
            file.write(whole)
        print("copy: yes")
`;

/** Python's `check(path)`: refuses an Office document that would unpack to more than the sandbox can hold. */
export const CHECK_SIZE = `import zipfile


def check(path):
    with zipfile.ZipFile(path) as archive:
        size = sum(info.file_size for info in archive.infolist())
    if size > 300_000_000:
        raise ValueError(f"unpacked it would take {size / 1_000_000:.0f} MB")
`;
