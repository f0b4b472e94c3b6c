/** How to tell the parts of a language's lines apart; every field but the name is a Python expression. */
export interface Language {
  readonly name: string;
  readonly comment: string;
  readonly block: string;
  /** What is defined, by regular expressions whose first group is its name. */
  readonly defines: string;
  readonly imports: string;
}

const C_LIKE = { comment: '("//",)', block: '("/*", "*/")' };
// A name before parentheses and an opening brace; not a branch or a loop.
const METHOD = String.raw`r"^(?!return\b|else\b|new\b)[\w<>\[\],*&:~? ]*?[ *&]~?(?!if\b|for\b|while\b|switch\b|catch\b)(\w+)\([^;]*$"`;

const JAVASCRIPT: Language = {
  name: "JavaScript",
  ...C_LIKE,
  defines: String.raw`{"functions": r"\bfunction\b\s*\*?\s*(\w+)|\b(?:const|let|var) (\w+)\s*=\s*(?:async\s*)?(?:function\b|\([^)]*\)[^=]*=>|\w+\s*=>)",
           "classes": r"^(?:export )?(?:default )?(?:abstract )?class (\w+)"}`,
  imports: String.raw`r"import\b|(?:const|let|var)\b.*\brequire\("`,
};

const LANGUAGES: readonly (readonly [RegExp, Language])[] = [
  [/\.(ts|tsx|mts|cts)$/i, { ...JAVASCRIPT, name: "TypeScript" }],
  [/\.(js|jsx|mjs|cjs)$/i, JAVASCRIPT],
  [
    /\.(c|h|cpp|cc|hpp|cxx)$/i,
    {
      name: "C or C++",
      ...C_LIKE,
      defines: String.raw`{"functions": ${METHOD},
           "types": r"^(?:typedef )?(?:class|struct|enum|union)(?: class)? (\w+)[^;]*$"}`,
      imports: String.raw`r"#\s*include\b"`,
    },
  ],
  [
    /\.(java|cs)$/i,
    {
      name: "Java or C#",
      ...C_LIKE,
      defines: String.raw`{"methods": ${METHOD}, "types": r"\b(?:class|interface|enum|record|struct) (\w+)"}`,
      imports: String.raw`r"(?:import|using)\b"`,
    },
  ],
  [
    /\.(go|rs|kt|swift)$/i,
    {
      name: "source code",
      ...C_LIKE,
      defines: String.raw`{"functions": r"\b(?:func|fun|fn) (?:\([^)]*\) )?(\w+)",
           "types": r"\b(?:class|interface|enum|struct|trait|type) (\w+)"}`,
      imports: String.raw`r"(?:import|use)\b"`,
    },
  ],
  [
    /\.rb$/i,
    {
      name: "Ruby",
      comment: '("#",)',
      block: '("=begin", "=end")',
      defines: String.raw`{"methods": r"^def ([\w.?!=]+)", "classes and modules": r"^(?:class|module) ([\w:]+)"}`,
      imports: String.raw`r"require(?:_relative)?\b"`,
    },
  ],
  [
    /\.php$/i,
    {
      name: "PHP",
      comment: '("//", "#")',
      block: '("/*", "*/")',
      defines: String.raw`{"functions": r"\bfunction &?(\w+)", "classes": r"\b(?:class|interface|trait|enum) (\w+)"}`,
      imports: String.raw`r"(?:use|require|include)(?:_once)?\b"`,
    },
  ],
  [
    /\.(css|scss|less)$/i,
    {
      name: "a style sheet",
      comment: '("//",)',
      block: '("/*", "*/")',
      defines: String.raw`{"rules": r"^([^{};@]+?)\s*\{", "variables": r"(?:^|[{;]\s*)(--[\w-]+)\s*:"}`,
      imports: String.raw`r"@import\b"`,
    },
  ],
  [
    /\.(sh|bash)$/i,
    {
      name: "a shell script",
      comment: '("#",)',
      block: '(": <<", "EOF")',
      defines: String.raw`{"functions": r"^(?:function )?(\w+)\s*\(\)"}`,
      imports: String.raw`r"(?:source|\.)\s"`,
    },
  ],
];

/** The language that a file's name tells. */
export function languageOf(name: string): Language {
  return LANGUAGES.find(([names]) => names.test(name))?.[1] ?? JAVASCRIPT;
}
