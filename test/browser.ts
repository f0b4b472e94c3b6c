import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Chromium out of an npm package: nothing needs to be installed on the machine. */
export async function launchBrowser(): Promise<Browser> {
  // The package is made for bare servers; its graphics libraries are not needed for screenshots.
  chromium.setGraphicsMode = false;
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
    headless: true,
  });
}
