/** A form of text that has a structure of its own. */
export interface TextForm {
  /** Python between reading `source` and counting the words of `text`: what of it is words. */
  readonly prepare: string;
  /** The cell that prints what `source` is made of, as facts; the one called "outline" has its first headings. */
  structure(name: string): string;
}

/** Python's `brief(value)`, and `show_outline(headings)` of (level, title) pairs. */
export const OUTLINE_OF = `import re

import pandas as pd


def brief(value, length=80):
    return " ".join(str(value).split())[:length]


def show_outline(headings):
    titles = [brief(title) for _, title in headings]
    if titles:
        print("outline: " + "; ".join(titles[:6]) + (" …" if len(titles) > 6 else ""))
        display(pd.DataFrame({"level": [level for level, _ in headings], "heading": titles}))
`;
