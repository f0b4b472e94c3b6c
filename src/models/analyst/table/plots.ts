import { label } from "./columns.ts";

/** Stands before the first plot: one look for all, quiet colours, room for the labels. */
export const PLOT_STYLE = `import matplotlib.pyplot as plt

plt.rcParams.update({"figure.figsize": (7, 4.2), "figure.dpi": 110, "figure.constrained_layout.use": True,
                     "axes.spines.top": False, "axes.spines.right": False, "axes.titleweight": "bold",
                     "axes.prop_cycle": plt.cycler(color=["#3b7dd8", "#e08a3c", "#4f9d69", "#b5534f", "#8064a2", "#5aa5b5"])})
`;

const text = (value: string): string => JSON.stringify(value);

/** How a measure is spread in each group. */
export function boxPlot(measure: string, group: string): string {
  const title = `${capital(label(measure))} by ${label(group)}`;
  return `# Plot ${label(measure)} by ${label(group)}
known = df[[${text(group)}, ${text(measure)}]].dropna()
names = known.groupby(${text(group)})[${text(measure)}].median().sort_values().index
parts = plt.boxplot([known.loc[known[${text(group)}] == name, ${text(measure)}] for name in names],
                    tick_labels=[str(name) for name in names], patch_artist=True, medianprops={"color": "black"})
for box in parts["boxes"]:
    box.set(facecolor="#3b7dd8", alpha=0.65)
if len(names) > 6:
    plt.xticks(rotation=40, ha="right")
plt.ylabel(${text(label(measure))})
plt.title(${text(title)})
plt.show()
`;
}

/** Two measures against each other, coloured by group if there is one. */
export function scatterPlot(x: string, y: string, group: string | null): string {
  const title = `${capital(label(y))} against ${label(x)}`;
  const dots =
    group === null
      ? `plt.scatter(df[${text(x)}], df[${text(y)}], s=16, alpha=0.6)`
      : `for name, part in df.groupby(${text(group)}):
    plt.scatter(part[${text(x)}], part[${text(y)}], s=16, alpha=0.7, label=str(name))
plt.legend(title=${text(label(group))}, frameon=False)`;
  return `# Plot ${label(y)} against ${label(x)}
plt.figure()
${dots}
plt.xlabel(${text(label(x))})
plt.ylabel(${text(label(y))})
plt.title(${text(title)})
plt.show()
`;
}

/** A measure over time, as means of periods that give some hundred points at most. */
export function timePlot(date: string, measure: string): string {
  return `# Plot ${label(measure)} over time
series = df.dropna(subset=[${text(date)}]).set_index(${text(date)})[${text(measure)}].sort_index()
days = (series.index[-1] - series.index[0]).days
rule, period = ("YS", "year") if days > 9000 else ("MS", "month") if days > 500 else ("W", "week") if days > 90 else ("D", "day")
means = series.resample(rule).mean().dropna()
plt.figure()
plt.plot(means.index, means, marker="o" if len(means) < 60 else None, markersize=3)
plt.ylabel(f"mean ${label(measure)} per {period}")
plt.title(${text(`${capital(label(measure))} over time`)})
plt.show()
`;
}

/** How often the values of a measure occur. */
export function histogram(measure: string): string {
  return `# Plot the distribution of ${label(measure)}
plt.figure()
plt.hist(df[${text(measure)}].dropna(), bins="auto" if len(df) < 5000 else 60, alpha=0.8)
plt.xlabel(${text(label(measure))})
plt.ylabel("rows")
plt.title(${text(`Distribution of ${label(measure)}`)})
plt.show()
`;
}

/** How many rows each of the most frequent values has. */
export function barPlot(name: string): string {
  return `# Plot the most frequent values of ${label(name)}
counts = df[${text(name)}].value_counts().head(12)[::-1]
plt.figure()
plt.barh([str(value)[:40] for value in counts.index], counts)
plt.xlabel("rows")
plt.title(${text(`${capital(label(name))}: rows by value`)})
plt.show()
`;
}

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
