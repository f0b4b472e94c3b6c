/** Python's `terms_of(text)`: the words that stand out, with their counts. Korean words may have two letters. */
export const TERMS_OF = `import collections
import re

import pandas as pd

COMMON = set("""about after all also and any are because been before being between both but can could did does down during each
few for from had has have her here him his how into its just like may more most much must not now off one only other our out
over own same she should some such than that the their them then there these they this those through too two under until very
was were what when where which while who whom why will with would you your aber als auch auf aus bei das dem den der des die
durch ein eine einen einer eines für hat ist mit nach nicht oder sich sie sind und von war wie wird zum zur dans des elle est
les leur mais nous par pas plus pour que qui sont sur une vous""".split())


def terms_of(text):
    words = re.findall("[가-힣]{2,}|[^\\\\W\\\\d_]\\\\w{2,}", text.lower())
    return collections.Counter(word for word in words if word not in COMMON).most_common(15)
`;

/** Prints and shows the terms of \`text\`; the last lines of a cell. */
export const SHOW_TERMS = `terms = terms_of(text)
if terms:
    print("terms: " + ", ".join(f"{word[:40]} ({times})" for word, times in terms[:5]))
pd.DataFrame(terms, columns=["word", "times"])
`;
