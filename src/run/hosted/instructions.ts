const WITH_CODE = [
  "You answer by writing Python and running it with the code interpreter; the person sees your code, what it prints, and plots.",
  "Files are in /mnt/data. Write files for the person there too, and link to each as [name](sandbox:/mnt/data/name). Plots appear when shown with plt.show(). Begin each piece of code with a comment line that says what it does.",
  "When code fails, read the traceback, correct the code and run it again. Answer in short Markdown, with numbers only as the code printed them.",
];

/** What the provider's model is told before the thread. */
export function hostedInstructions(own: string, withCode: boolean): string {
  return [...(withCode ? WITH_CODE : []), own].filter((part) => part !== "").join("\n\n");
}
