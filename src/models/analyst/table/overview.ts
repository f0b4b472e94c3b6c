/**
 * Tidies `df` (names, blanks around texts, dates and amounts that are written as text) and lists its columns: type,
 * missing and distinct values, example. The functions at its top are used by the cells that follow.
 */
export const OVERVIEW = `# Tidy the columns and look at them
def number(value):
    return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"


def brief(value):
    return " ".join(str(value).split())[:60]


def as_dates(column, known):
    """The column as dates, or None: most of its texts have to be dates with a year."""
    form = r"\\d{4}([-/.] ?\\d{1,2}){2}|\\d{4}-(0[1-9]|1[0-2])$|\\d{1,2}([-/.])\\d{1,2}\\3\\d{4}|\\d{1,2}/\\d{1,2}/\\d\\d\\b"
    if known.head(200).str.match(form).mean() <= 0.9:
        return None
    day_first = bool(known.str.match(r"(1[3-9]|2\\d|3[01])[-/.]\\d|\\d{1,2}\\.\\d{1,2}\\.").any())
    in_zones = bool(known.str.contains(r":\\d\\d(?:\\.\\d+)? ?(?:Z|[+-]\\d\\d:?\\d\\d)$").any())
    dates = pd.to_datetime(column, errors="coerce", format="mixed", dayfirst=day_first, utc=in_zones)
    return dates if dates.notna().sum() >= 0.9 * len(known) else None


def as_amounts(known):
    """Texts like "$1,234.50", "1.234,50 €" or "12%" as numbers, or None."""
    bare = known.str.replace(r"^[$€£¥₩] ?| ?[$€£¥₩%]$", "", regex=True)
    for form, grouping, point in [(r"-?(0|[1-9]\\d{0,2}(,\\d{3})+|[1-9]\\d*)(\\.\\d+)?", ",", "."),
                                  (r"-?(0|[1-9]\\d{0,2}(\\.\\d{3})+|[1-9]\\d*)(,\\d+)?", ".", ",")]:
        if bare.str.fullmatch(form).all():
            return bare.str.replace(grouping, "", regex=False).str.replace(point, ".", regex=False).astype(float)
    return None


if not isinstance(df.index, pd.RangeIndex):
    df = df.reset_index()
names = [" ".join(str(name).split()) or f"column {place}" for place, name in enumerate(df.columns, 1)]
df.columns = [name if name not in names[:place] else f"{name} ({place + 1})" for place, name in enumerate(names)]

df = df.replace([float("inf"), float("-inf")], float("nan"))

trimmed, unclear, amounts = 0, 0, []
for name in df.columns:
    column = df[name]
    if not (pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column)):
        continue
    bare = column.map(lambda value: (value.strip() or None) if isinstance(value, str) else value)
    trimmed += int((bare.map(str) != column.map(str)).sum())
    df[name] = bare
    known = bare.dropna()
    if not len(known) or not known.map(lambda value: isinstance(value, str)).all():
        continue
    known = known.astype(str)
    dates = as_dates(bare, known)
    numbers = as_amounts(known) if dates is None else None
    if dates is not None:
        df[name] = dates
        unclear += len(known) - int(dates.notna().sum())
    elif numbers is not None:
        df[name] = numbers.reindex(df.index)
        amounts.append(name)

texts = df.map(str)
print(f"columns: {df.shape[1]}")
print(f"missing values: {int(df.isna().sum().sum())}")
print(f"duplicate rows: {int(texts.duplicated().sum())}")
print(f"cells trimmed: {trimmed}")
if amounts:
    print(f"texts read as numbers: {', '.join(amounts)}")
if unclear:
    print(f"dates that could not be read: {unclear}")
pd.DataFrame({
    "column": list(df.columns),
    "type": [str(kind) for kind in df.dtypes],
    "missing": df.isna().sum().to_numpy(),
    "distinct": [texts[name][df[name].notna()].nunique() for name in df.columns],
    "example": [brief(df[name].dropna().iloc[0]) if df[name].notna().any() else "" for name in df.columns],
})
`;
