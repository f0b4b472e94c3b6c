import { OUTLINE_OF, type TextForm } from "./form.ts";

/** Headings, code, links, pictures, tables and tasks; what stands in fenced code is none of them. */
export const MARKDOWN: TextForm = {
  prepare: "",
  structure: (name) => `# See what ${name} is made of
${OUTLINE_OF}

headings, prose, blocks, fence = [], [], 0, None
for line in source.splitlines():
    mark = re.match(r" {0,3}(\`{3,}|~{3,})", line)
    if fence is not None:
        fence = None if mark and mark[1].startswith(fence) else fence
    elif mark:
        fence, blocks = mark[1], blocks + 1
    else:
        prose.append(line)
        if title := re.match(r" {0,3}(#{1,6})[ \\t]+(.*)", line):
            headings.append((len(title[1]), title[2].rstrip("# \\t")))
prose = "\\n".join(prose)
print(f"headings: {len(headings)}")
print(f"links: {len(re.findall(r'(?<!!)\\[[^\\]\\n]{0,300}\\]\\(', prose))}")
print(f"pictures: {len(re.findall(r'!\\[[^\\]\\n]{0,300}\\]\\(', prose))}")
print(f"blocks of code: {blocks}")
print(f"tables: {len(re.findall(r'^ {0,3}\\|?[ \\t]*:?-{2,}:?[ \\t]*\\|', prose, re.M))}")
print(f"points of lists: {len(re.findall(r'^[ \\t]*(?:[-*+]|\\d{1,9}[.)])[ \\t]', prose, re.M))}")
print(f"open tasks: {len(re.findall(r'^[ \\t]*[-*+] \\[ \\]', prose, re.M))}")
show_outline(headings)
`,
};

/** Sections, formulas, figures, citations and packages; commented lines do not count. */
export const TEX: TextForm = {
  prepare: `import re

# Without comments and commands what is left is mostly words
text = re.sub(r"(?<!\\\\)%.*", "", source)
text = re.sub(r"\\\\(begin|end|cite\\w*|ref|label|usepackage|documentclass)\\b(\\[[^\\]]*\\])?(\\{[^}]*\\})?|\\\\[a-zA-Z]+", " ", text)
`,
  structure: (name) => `# See what ${name} is made of
${OUTLINE_OF}

LEVELS = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4}
body = re.sub(r"(?<!\\\\)%.*", "", source)
headings = [(LEVELS[kind], title) for kind, title in
            re.findall(r"\\\\(part|chapter|section|subsection|subsubsection)\\*?\\{([^{}]{1,300})\\}", body)]
blocks = re.findall(r"\\\\begin\\{(\\w+)\\*?\\}", body)
print(f"headings: {len(headings)}")
print(f"equations: {sum(block in ('equation', 'align', 'gather', 'multline', 'eqnarray', 'displaymath') for block in blocks) + len(re.findall(r'\\\\\\[', body))}")
print(f"figures: {blocks.count('figure')}")
print(f"tables: {blocks.count('table')}")
cited = [key.strip() for keys in re.findall(r"\\\\\\w*cite\\w*(?:\\[[^\\]]*\\])*\\{([^{}]*)\\}", body) for key in keys.split(",")]
print(f"citations: {len(cited)}")
print(f"works cited: {len(set(cited))}")
packages = [key.strip() for keys in re.findall(r"\\\\usepackage(?:\\[[^\\]]*\\])?\\{([^{}]*)\\}", body) for key in keys.split(",")]
if packages:
    print(f"packages: {brief(', '.join(packages), 200)}")
used = set(re.findall(r"\\\\(?:eq|auto|page|c|C)?ref\\{([^{}]*)\\}", body))
missing = sorted(used - set(re.findall(r"\\\\label\\{([^{}]*)\\}", body)))
if missing:
    print(f"references without a label here: {brief(', '.join(missing), 200)}")
show_outline(headings)
`,
};
