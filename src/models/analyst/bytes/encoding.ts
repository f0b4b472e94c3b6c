/** Python's `encoding_of(raw)`: in what encoding a text was saved, judged by its first bytes. */
export const ENCODING_OF = `import codecs
import re

# Encodings, the script that each is for, and the character set that has the usual letters of it
SCRIPTS = {"cp932": ("ぁ-ヿ一-鿿", "cp932"), "cp949": ("가-힣", "iso2022_kr"),
           "gb18030": ("一-鿿", "gb2312"), "cp1251": ("А-яЁё", "cp1251")}


def encoding_of(raw):
    if raw.startswith((b"\\xff\\xfe", b"\\xfe\\xff")):
        return "utf-16"
    for encoding in ["utf-8-sig", *SCRIPTS]:
        try:
            # Not to the very end: the last bytes may be half a letter
            text = codecs.getincrementaldecoder(encoding)().decode(raw)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            return encoding
        # Words of these scripts stand apart from Latin letters, as accents of European words do not
        script, usual = SCRIPTS[encoding]
        words = "".join(re.findall(f"(?<![a-zA-Z])[{script}]++(?![a-zA-Z])", text))
        if len(words.encode(usual, "ignore").decode(usual)) > 0.8 * len(re.findall("(?![\\\\x00-\\\\x7f])\\\\w", text)):
            return encoding
    return "latin-1" if re.search(rb"[\\x81\\x8d\\x8f\\x90\\x9d]", raw) else "cp1252"
`;
