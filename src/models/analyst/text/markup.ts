import { OUTLINE_OF, type TextForm } from "./form.ts";

/** Title, headings, links, pictures, tables and scripts of a page; nothing of it is loaded or run. */
export const HTML: TextForm = {
  prepare: `import bs4

# Only what a reader sees is words
page = bs4.BeautifulSoup(source, "lxml")
for hidden in page(["script", "style", "template", "noscript"]):
    hidden.extract()
text = page.get_text(" ")
`,
  structure: (name) => `# See what ${name} is made of
import io

import bs4

${OUTLINE_OF}

page = bs4.BeautifulSoup(source, "lxml")
if page.title:
    print(f"title: {brief(page.title.get_text())}")
links = [link["href"] for link in page("a", href=True)]
pictures = page("img")
forms = ["h1", "h2", "h3", "h4", "h5", "h6"]
headings = [(int(found.name[1]), found.get_text(" ")) for found in page(forms)]
print(f"headings: {len(headings)}")
print(f"links: {len(links)}")
print(f"links to other sites: {sum(bool(re.match('(https?:)?//', link)) for link in links)}")
print(f"pictures: {len(pictures)}")
print(f"pictures without a description: {sum(not picture.get('alt') for picture in pictures)}")
print(f"forms: {len(page('form'))}")
print(f"scripts: {len(page('script'))}")
print(f"tables: {len(page('table'))}")
show_outline(headings)
tables = []
for table in page("table"):
    try:
        tables += pd.read_html(io.StringIO(str(table)))
    except Exception as error:
        print(f"table that could not be read: {brief(error)}")
largest = max(tables, key=lambda table: table.size, default=None)
if largest is not None:
    print(f"largest table: {len(largest)} rows and {largest.shape[1]} columns")
largest
`,
};

/** Elements by name, how deep they lie and what they hold. Entities of the document are not followed. */
export const XML: TextForm = {
  prepare: `from lxml import etree

# Entities stay as they are: they could unfold to anything, or name a file
parser = etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8", recover=True)
root = etree.fromstring(source.encode("utf-8", "replace"), parser)
text = source if root is None else " ".join(piece for piece in root.itertext() if piece.strip())
`,
  structure: (name) => `# See what ${name} is made of
import collections

from lxml import etree

${OUTLINE_OF}

def bare(tag):
    return tag.rpartition("}")[2]


options = {"resolve_entities": False, "no_network": True, "encoding": "utf-8"}
try:
    root = etree.fromstring(source.encode("utf-8", "replace"), etree.XMLParser(**options))
    print("well formed: yes")
except etree.XMLSyntaxError as error:
    print(f"well formed: no, {brief(error, 150)}")
    root = etree.fromstring(source.encode("utf-8", "replace"), etree.XMLParser(recover=True, **options))
if root is None:
    raise ValueError("it holds no element")
print(f"root element: {brief(bare(root.tag))}")
rows = collections.defaultdict(lambda: {"count": 0, "depth": 0, "attributes": set(), "example": ""})
below = [(root, 1)]
while below:
    element, depth = below.pop()
    row = rows[bare(element.tag)]
    row["count"] += 1
    row["depth"] = max(row["depth"], depth)
    row["attributes"] |= {bare(name) for name in element.attrib}
    row["example"] = row["example"] or brief(element.text or "", 60)
    below += [(child, depth + 1) for child in element if isinstance(child.tag, str)]
print(f"elements: {sum(row['count'] for row in rows.values())}")
print(f"names of elements: {len(rows)}")
print(f"deepest level: {max(row['depth'] for row in rows.values())}")
children = collections.Counter(bare(child.tag) for child in root if isinstance(child.tag, str))
if children and children.most_common(1)[0][1] > 1:
    often, times = children.most_common(1)[0]
    print(f"repeated in the root: {brief(often)} ({times} times)")
pd.DataFrame([{"element": name, **row, "attributes": brief(", ".join(sorted(row["attributes"])))} for name, row in
              sorted(rows.items(), key=lambda item: -item[1]["count"])[:60]])
`,
};
