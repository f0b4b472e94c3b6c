import { quoted } from "../playbook.ts";
import { label } from "./columns.ts";

/** Stands before the first plot: one look for all, quiet colours, room for the labels. */
export const PLOT_STYLE = `import matplotlib.pyplot as plt

# Names are shown as they are: a $ in them does not begin a formula.
plt.rcParams.update({"figure.figsize": (7, 4.2), "figure.dpi": 110, "figure.constrained_layout.use": True, "text.parse_math": False,
                     "axes.spines.top": False, "axes.spines.right": False, "axes.titleweight": "bold",
                     "axes.prop_cycle": plt.cycler(color=["#3b7dd8", "#e08a3c", "#4f9d69", "#b5534f", "#8064a2", "#5aa5b5"])})
`;

/** How a measure is spread in each group. */
export function boxPlot(measure: string, group: string): string {
  const title = `${capital(label(measure))} by ${label(group)}`;
  return `# Plot ${label(measure)} by ${label(group)}
known = df[[${quoted(group)}, ${quoted(measure)}]].dropna()
medians = known.groupby(${quoted(group)})[${quoted(measure)}].median()
names = medians.index if pd.api.types.is_numeric_dtype(medians.index) else medians.sort_values().index
parts = plt.boxplot([known.loc[known[${quoted(group)}] == name, ${quoted(measure)}] for name in names],
                    tick_labels=[brief(name)[:40] for name in names], patch_artist=True, medianprops={"color": "black"})
for box in parts["boxes"]:
    box.set(facecolor="#3b7dd8", alpha=0.65)
if len(names) > 6:
    plt.xticks(rotation=40, ha="right")
plt.ylabel(${quoted(label(measure))})
plt.title(${quoted(title)})
plt.show()
`;
}

/** Two measures against each other, coloured by group if there is one. */
export function scatterPlot(x: string, y: string, group: string | null): string {
  const title = `${capital(label(y))} against ${label(x)}`;
  const dots =
    group === null
      ? `plt.scatter(df[${quoted(x)}], df[${quoted(y)}], s=16, alpha=0.6)`
      : `for name, part in df.groupby(${quoted(group)}):
    plt.scatter(part[${quoted(x)}], part[${quoted(y)}], s=16, alpha=0.7, label=brief(name)[:40])
plt.legend(title=${quoted(label(group))}, frameon=False)`;
  return `# Plot ${label(y)} against ${label(x)}
plt.figure()
${dots}
plt.xlabel(${quoted(label(x))})
plt.ylabel(${quoted(label(y))})
plt.title(${quoted(title)})
plt.show()
`;
}

/** A measure over time, as means of periods that give some hundred points at most. */
export function timePlot(date: string, measure: string): string {
  return `# Plot ${label(measure)} over time
series = df.dropna(subset=[${quoted(date)}]).set_index(${quoted(date)})[${quoted(measure)}].sort_index()
days = (series.index[-1] - series.index[0]).days
rule, period = ("YS", "year") if days > 9000 else ("MS", "month") if days > 500 else ("W", "week") if days > 90 else ("D", "day")
means = series.resample(rule).mean().dropna()
plt.figure()
plt.plot(means.index, means, marker="o" if len(means) < 60 else None, markersize=3)
plt.ylabel(${quoted(`mean ${label(measure)} per `)} + period)
plt.title(${quoted(`${capital(label(measure))} over time`)})
plt.show()
`;
}

/** How often the values of a measure occur. */
export function histogram(measure: string): string {
  return `# Plot the distribution of ${label(measure)}
plt.figure()
values = df[${quoted(measure)}].dropna()
# Not as many as the values' range asks for: one that lies far out would make millions of them.
plt.hist(values, bins=min(60, max(10, round(len(values) ** 0.5))), alpha=0.8)
plt.xlabel(${quoted(label(measure))})
plt.ylabel("rows")
plt.title(${quoted(`Distribution of ${label(measure)}`)})
plt.show()
`;
}

/** How many rows each of the most frequent values has. */
export function barPlot(name: string): string {
  return `# Plot the most frequent values of ${label(name)}
counts = df[${quoted(name)}].map(brief, na_action="ignore").value_counts().head(12)[::-1]
plt.figure()
plt.barh([value[:40] for value in counts.index], counts)
plt.xlabel("rows")
plt.title(${quoted(`${capital(label(name))}: rows by value`)})
plt.show()
`;
}

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
